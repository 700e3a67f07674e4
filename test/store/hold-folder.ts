/** Holds the data folder of its argument until it is killed; says `held`, or the name of the error. */
import { openDataFolder } from '../../server/store/data-folder.ts'

try {
  openDataFolder(process.argv[2] ?? '').announce('http://localhost:1')
  process.stdout.write('held\n')
  process.stdin.resume() // ends with the process that started it
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.name : String(error)}\n`)
}
