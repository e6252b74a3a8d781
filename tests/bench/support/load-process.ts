import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { LoadPlan, LoadResult } from './load.ts'

/**
 * The client side of a load, in a process of its own: HTTP/1.1 over kept-alive sockets, on each
 * the next request when the reply to the last one has been read whole. Requests are bytes that were
 * made beforehand, in which only the part that differs is written anew: it must not be the bottleneck.
 */
process.on('message', (plan: LoadPlan) => {
  run(plan).then(
    (result) => process.send?.(result),
    (error: Error) => process.send?.({ error: error.message }),
  )
})
process.on('disconnect', () => process.exit())

/** Sets the part of a request that differs; false when there is none left. */
type Fill = (request: Buffer) => boolean

async function run(plan: LoadPlan): Promise<LoadResult> {
  const { template, fill } = prepare(plan)
  const sockets = await Promise.all(Array.from({ length: plan.connections }, () => open(plan.port)))
  const statuses: Record<number, number> = {}
  const latencies: number[] = []
  const cpuBefore = process.cpuUsage()
  const beganAt = performance.now()
  const deadline = beganAt + plan.seconds * 1000
  let lastReplyAt = beganAt

  await Promise.all(
    sockets.map((socket) => {
      const request = Buffer.from(template)
      let sentAt = 0
      return new Promise<void>((resolve, reject) => {
        const next = () => {
          sentAt = performance.now()
          if (sentAt >= deadline || !fill(request)) resolve()
          else socket.write(request)
        }
        readReplies(socket, (status) => {
          lastReplyAt = performance.now()
          statuses[status] = (statuses[status] ?? 0) + 1
          latencies.push(lastReplyAt - sentAt)
          next()
        })
        socket.on('error', reject).on('close', () => reject(new Error('the server closed a connection')))
        next()
      })
    }),
  )
  for (const socket of sockets) socket.removeAllListeners('close').destroy()
  const cpu = process.cpuUsage(cpuBefore)
  const seconds = (lastReplyAt - beganAt) / 1000
  latencies.sort((a, b) => a - b)
  const at = (q: number) => latencies[Math.floor((latencies.length - 1) * q)] ?? 0
  return {
    replies: latencies.length,
    statuses,
    seconds,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    cores: (cpu.user + cpu.system) / 1e6 / seconds,
  }
}

function prepare({ head, body, differing }: LoadPlan): { template: Buffer; fill: Fill } {
  const width = differing === null ? 0 : 'from' in differing ? differing.digits : differing.width
  const filler = '0'.repeat(width)
  const content = body === null ? '' : body.replace('%', filler)
  const length = body === null ? '' : `content-length: ${Buffer.byteLength(content)}\r\n`
  const template = Buffer.from(`${head}${length}\r\n${content}`)
  if (differing === null) return { template, fill: () => true }
  const at = Buffer.byteLength(`${head}${length}\r\n${(body ?? '').split('%')[0]}`)
  if ('from' in differing) {
    let n = differing.from
    return {
      template,
      fill: (request) => {
        request.write(String(n++).padStart(width, '0'), at, 'latin1')
        return true
      },
    }
  }
  const list = readFileSync(differing.file)
  let next = 0
  return {
    template,
    fill: (request) => {
      if (next + width > list.length) return false
      list.copy(request, at, next, next + width)
      next += width
      return true
    },
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket.off('error', reject)))
    socket.once('error', reject)
  })
}

const endOfHead = Buffer.from('\r\n\r\n')
const lengthName = Buffer.from('content-length: ')

/** Calls back once for each reply that has come whole; its body is not kept. */
function readReplies(socket: Socket, onReply: (status: number) => void): void {
  let held: Buffer | null = null
  let status = 0
  let missing = 0
  socket.on('data', (chunk: Buffer) => {
    if (missing > 0) {
      missing -= chunk.length
    } else {
      const bytes: Buffer = held ? Buffer.concat([held, chunk]) : chunk
      const end = bytes.indexOf(endOfHead)
      if (end < 0) {
        held = bytes
        return
      }
      held = null
      status = Number(bytes.toString('latin1', 9, 12))
      missing = end + endOfHead.length + lengthIn(bytes, end) - bytes.length
    }
    if (missing === 0) onReply(status)
    if (missing < 0) socket.destroy(new Error('a reply was longer than it said'))
  })
}

function lengthIn(bytes: Buffer, end: number): number {
  const at = bytes.indexOf(lengthName)
  if (at < 0 || at > end) throw new Error(`a reply without content-length: ${bytes.toString('latin1', 0, end)}`)
  return Number.parseInt(bytes.toString('latin1', at + lengthName.length, at + lengthName.length + 12), 10)
}
