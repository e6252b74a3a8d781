/** The part of pino's logger that the code uses. Lines hold ids and counts, never names or addresses. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
