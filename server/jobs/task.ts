/** One kind of background work. */
export type Task = {
  name: string
  /** Cron pattern (UTC) for what runs by the clock. */
  every?: string
  /**
   * At least once: may run again after a crash. What it throws is stored and logged, so its
   * message must hold no personal data.
   */
  run(payload: unknown): Promise<void>
}
