/** The rules a room goes by, as functions without I/O: the guard's verdict, what the server adds to it, what a command does. */
import { judge } from '../guard/judge.ts'
import { addToAccepted } from '../register/additions.ts'
import { runCommand } from '../register/commands.ts'

export interface TextRules {
  readonly judge: typeof judge
  readonly addToAccepted: typeof addToAccepted
  readonly runCommand: typeof runCommand
}

export const textRules: TextRules = { judge, addToAccepted, runCommand }
