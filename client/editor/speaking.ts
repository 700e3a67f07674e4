/** Speaking for a delegation: its proposals get their ids from the server before their first word. */
import type { CommandId, IdSource, PartyId, ProposalId } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Voice } from './voice.ts'

export interface SpeakingParts {
  readonly voice: Voice
  readonly ids: IdSource
  /** Sends a command; null: there was no answer. */
  readonly command: (command: Command) => Promise<Answer | null>
}

export class Speaking {
  private readonly parts: SpeakingParts
  private isReserving = false

  constructor(parts: SpeakingParts) {
    this.parts = parts
  }

  /** Speaks for a delegation from now on; gives the answer to the first reservation. */
  async speakFor(party: PartyId): Promise<Answer | null> {
    const { proposal, answer } = await this.reserve(party)
    if (answer?.kind === 'done') this.parts.voice.speakFor({ party, proposal })
    return answer
  }

  /** Speaks for oneself again. */
  speakForSelf(): void {
    this.parts.voice.speakFor(null)
  }

  /** Has another id ready when the last one is about to be used. */
  async keepReserve(): Promise<void> {
    const { voice } = this.parts
    const party = voice.speaksFor
    if (!voice.lacksReserve || party === null || this.isReserving) return
    this.isReserving = true
    const { proposal, answer } = await this.reserve(party)
    if (answer?.kind === 'done') voice.addReserved(party, proposal)
    this.isReserving = false
  }

  private async reserve(onBehalfOf: PartyId): Promise<{ proposal: ProposalId; answer: Answer | null }> {
    const { ids, command } = this.parts
    const proposal = ids.next() as ProposalId
    const answer = await command({ kind: 'reserve', id: ids.next() as CommandId, proposal, onBehalfOf })
    return { proposal, answer }
  }
}
