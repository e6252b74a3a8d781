// Plain JavaScript for Node 20: the boot script uses it before the project's own Node is there.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Takes a lock between processes, held by a file that names its holder. A holder that died is
 * noticed by its process id and start time, so a crash never leaves the lock behind.
 *
 * @param {string} path file of the lock
 * @param {{ waitMs: number, onWait?: (holderPid: number) => void }} options `onWait` is called once, when somebody else holds it
 * @returns {Promise<() => void>} releases the lock
 * @throws {Error} when a living holder keeps it longer than `waitMs`
 */
export async function lockFile(path, { waitMs, onWait }) {
  const mine = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const content = `${process.pid} ${startTimeOf(process.pid)}\n`
  const deadline = Date.now() + waitMs
  let hasSaid = false
  writeFileSync(mine, content, { mode: 0o644 })
  try {
    while (!tryLink(mine, path)) {
      const holder = readHolder(path)
      if (holder !== null && !isAlive(holder)) {
        removeStale(path, `${mine}.stale`, holder)
        continue
      }
      if (holder !== null && !hasSaid) {
        hasSaid = true
        onWait?.(holder.pid)
      }
      if (Date.now() > deadline) throw new Error(`process ${holder?.pid ?? '?'} has held ${path} for too long`)
      await wait(50)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => {
    if (readText(path) === content) rmSync(path, { force: true })
  }
}

/** True when a process of that id and start time runs. */
function isAlive(holder) {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return error.code === 'EPERM' && startTimeOf(holder.pid) === holder.startTime
  }
  return startTimeOf(holder.pid) === holder.startTime
}

/** Clock ticks since boot at which a process began; empty where /proc is missing. */
function startTimeOf(pid) {
  const stat = readText(`/proc/${pid}/stat`)
  // The name in field 2 may hold blanks and brackets; the fields after its last bracket do not.
  return stat === null ? '' : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '')
}

function tryLink(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function readHolder(path) {
  const text = readText(path)
  if (text === null) return null
  const [pid, startTime = ''] = text.trim().split(' ')
  return { pid: Number(pid), startTime, text }
}

/** Moves a dead holder's file away; puts it back if somebody living took the lock in between. */
function removeStale(path, aside, holder) {
  if (readText(path) !== holder.text) return
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readText(aside) !== holder.text) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function readText(path) {
  try {
    statSync(path)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES') return null
    throw error
  }
}
