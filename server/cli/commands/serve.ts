/** `serve`: the server, until it is asked to end. */
import { type Command, dataOption, listenOptions } from '../command.ts'
import { readConfig, startServing } from '../serving.ts'
import { exitCodes } from '../terminal.ts'

export const serveCommand: Command = {
  name: 'serve',
  takes: [],
  options: { ...dataOption, ...listenOptions },
  says: 'Serves the texts of a folder. PUBLIC_URL, TRUSTED_PROXIES and LOG_LEVEL are read from the environment.',
  async run(args, terminal) {
    const asked = terminal.untilAsked()
    const serving = await startServing(readConfig(args, terminal))
    terminal.out(`Chapeau serves at ${serving.url.href}\n`)
    await asked
    await serving.close()
    return exitCodes.ok
  },
}
