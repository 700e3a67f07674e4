import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import type { Me } from '../../../shared/api/me.ts'
import { faultOf, fetchMe, signIn, signOut } from '../api.ts'
import { PlainBar } from '../plain-bar.tsx'
import { Problem, type ProblemKind } from '../problem-page.tsx'
import { SignInPage } from './sign-in-page.tsx'

interface Account {
  readonly me: Me
  readonly signOut: () => void
}

const AccountContext = createContext<Account | null>(null)

/** Who is signed in, and the way out. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (account === null) throw new Error('Nobody is signed in here')
  return account
}

/** Shows its content to a person who is signed in, and the sign-in page to everybody else. A token is tried once, first. */
export function SignedIn({ token, children }: { token: string | null; children: ReactNode }) {
  const trial = useSignInTrial(token)
  const who = useQuery({
    queryKey: ['me'],
    queryFn: fetchMe,
    enabled: token === null || trial.isError,
    refetchOnWindowFocus: 'always',
  })
  const leave = useSignOut()
  if (who.data) return <AccountContext value={{ me: who.data, signOut: leave }}>{children}</AccountContext>
  if (who.isError && !trial.isError)
    return <Unreachable error={who.error} onAgain={() => void who.refetch()} />
  if (who.isFetching && !trial.isPending && who.data === undefined) return <PlainBar />
  const fault = trial.isError ? faultOf(trial.error) : null
  return <SignInPage fault={fault} working={trial.isPending} onToken={trial.mutate} />
}

/** The exchange of a token for a sign-in; begun at once for the token the page was opened with. */
function useSignInTrial(token: string | null) {
  const queries = useQueryClient()
  const trial = useMutation({
    mutationFn: signIn,
    onSuccess: me => becomes(queries, me),
  })
  const tried = useRef(false)
  const { mutate } = trial
  useEffect(() => {
    if (token === null || tried.current) return
    tried.current = true
    mutate(token)
  }, [token, mutate])
  return trial
}

/** Forgets what the person before was told. */
function becomes(queries: QueryClient, me: Me | null): void {
  queries.removeQueries({ predicate: query => query.queryKey[0] !== 'me' })
  queries.setQueryData(['me'], me)
}

/** Ends the sign-in and forgets what the page knew of it. */
function useSignOut(): () => void {
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: () => becomes(queries, null),
  })
  return mutate
}

function Unreachable({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  return (
    <>
      <PlainBar />
      <Problem problem={problemOf(error)} onAgain={onAgain} />
    </>
  )
}

/** What to tell about an error of the interface. */
export function problemOf(error: unknown): ProblemKind {
  const fault = faultOf(error)
  if (fault === 'offline') return 'offline'
  if (fault === 'not-found') return 'notFound'
  if (fault === 'signed-out') return 'signIn'
  return fault === 'unreadable' ? 'outdated' : 'server'
}
