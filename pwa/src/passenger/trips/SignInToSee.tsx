import { useSession } from '../../session/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { words } from '../../words/words.ts'

/** What stands empty because nobody is signed in may be full for who signs in. */
export function SignInToSee({ next }: { next: string }) {
  const signedOut = useSession(({ phase }) => phase === 'signed-out')
  if (!signedOut) return null
  return (
    <ButtonLink href={`/sign-in?next=${next}`} kind="quiet">
      {words.trips.signInToSee}
    </ButtonLink>
  )
}
