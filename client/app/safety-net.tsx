import { Component, type ReactNode } from 'react'
import { ProblemPage } from './problem-page.tsx'

interface SafetyNetState {
  readonly broken: boolean
}

/** Shows a page that says what to do when drawing a screen failed, in place of an empty one. */
export class SafetyNet extends Component<{ readonly children: ReactNode }, SafetyNetState> {
  override state: SafetyNetState = { broken: false }

  static getDerivedStateFromError(): SafetyNetState {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <ProblemPage problem="broken" /> : this.props.children
  }
}
