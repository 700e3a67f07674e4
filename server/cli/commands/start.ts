/** `start`: what `npm start` does. Builds the client, seeds the demo into an empty folder, serves, prints a link a person. */
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { buildClient, isClientStale } from '../client-build.ts'
import { type Command, dataOption, listenOptions } from '../command.ts'
import { clientFolder, PortTaken, readConfig, type Serving, startServing } from '../serving.ts'
import { exitCodes, type Terminal } from '../terminal.ts'

/** Ports tried one after another when none was asked for. */
const portsTried = 20

export const startCommand: Command = {
  name: 'start',
  takes: [],
  options: { ...dataOption, ...listenOptions },
  says: 'Builds the client if need be, makes the demo in an empty folder, serves it, and prints one fresh sign-in link a person.',
  async run(args, terminal) {
    const config = readConfig(args, terminal)
    if (isClientStale(join(clientFolder, 'index.html'))) {
      terminal.say('Building the screens ...')
      await buildClient()
    }
    const asked = terminal.untilAsked()
    const serving = await serveSomewhere(config, args.values.port === undefined ? portsTried : 1)
    await greet(serving, terminal)
    await asked
    await serving.close()
    return exitCodes.ok
  },
}

/** The first port from the configured one on that is free. */
async function serveSomewhere(config: Config, tries: number): Promise<Serving> {
  try {
    return await startServing(config)
  } catch (error) {
    if (tries <= 1 || !(error instanceof PortTaken)) throw error
    return serveSomewhere({ ...config, port: config.port + 1 }, tries - 1)
  }
}

async function greet({ app, installation, url }: Serving, terminal: Terminal): Promise<void> {
  const { accounts } = installation.store
  if ((await accounts.listTexts()).length === 0 && (await accounts.listPeople()).length === 0)
    await app.makeDemo()
  const { people } = await app.issueLinks()
  terminal.out(
    `\nChapeau serves at ${url.href}\n\nOne link a person, good once; fresh ones at each start:\n\n`,
  )
  for (const { role, name, party, link } of people)
    terminal.out(`  ${role.padEnd(10)}${`${name} (${party})`.padEnd(26)}${link}\n`)
  terminal.out('\nCtrl+C ends it.\n')
}
