import type { Config } from '../config.ts'
import type { EmbeddedServer } from './embedded-server.ts'
import { startEmbeddedServer } from './embedded-server.ts'

/** The database that the settings name: an outside one, or the embedded server in the data folder. */
export async function openServer(config: Config, say: (message: string) => void): Promise<EmbeddedServer> {
  if (config.data.databaseUrl) return { url: config.data.databaseUrl, stop: async () => {} }
  return startEmbeddedServer({ dataDir: config.data.dir, say })
}
