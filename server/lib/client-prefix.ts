import { isIP, isIPv4, isIPv6 } from 'node:net'

/**
 * What counts as one caller for limits: an IPv4 address, or the /64 of an IPv6 address, since
 * one customer line owns a whole /64. IPv4 written as IPv6 (`::ffff:192.0.2.1`) counts as IPv4.
 */
export function clientPrefix(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  if (isIPv4(ip)) return ip
  if (!isIPv6(ip)) return 'unknown'
  const groups = expandIPv6(ip)
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return dottedOf(groups.slice(6))
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** True for addresses of this machine itself. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(::ffff:)?127\./i.test(ip)
}

function expandIPv6(ip: string): string[] {
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(zeros).fill('0'), ...right].map((group) => Number.parseInt(group, 16).toString(16))
}

/** `c000`, `201` → `192.0.2.1` */
function dottedOf(groups: string[]): string {
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.')
}

/** True of an IP address, and of a CIDR range such as 10.0.0.0/8. */
export function isAddressOrRange(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
}
