import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { useSync } from '../sync/loop.ts'
import { Button } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'
import { words } from '../words/words.ts'
import { signInErrors } from './credentials.ts'
import { nextPath } from './next.ts'
import { PasswordField } from './PasswordField.tsx'
import { EmailField } from './EmailField.tsx'
import { FormTrouble, useForm } from './form.tsx'
import { signIn, useSession } from './session.ts'

/** The way back into an account. What waits on the phone and in checkout stays as it is. */
export function SignIn() {
  const { session } = words
  const search = useSearch()
  const [, navigate] = useLocation()
  const online = useSync((state) => state.online)
  const known = useSession((state) => state.person?.email ?? '')
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const form = useForm({
    check: () => signInErrors({ email, password }),
    send: () => signIn({ email: email.trim(), password }),
    done: () => navigate(nextPath(search, useSession.getState().person?.roles), { replace: true }),
  })
  return (
    <Page title={session.signIn.title} back="/account">
      <form className="session-form" noValidate onSubmit={form.submit}>
        <p className="session-lead">
          {nextPath(search) === '/checkout' ? session.signIn.keepsDraft : session.signIn.lead}
        </p>
        {!online && <p className="session-offline">{session.offline}</p>}
        <FormTrouble text={form.summary} />
        <EmailField
          label={session.email}
          error={form.errors.email}
          autoComplete="username"
          value={email}
          onChange={setEmail}
        />
        <PasswordField
          label={session.password}
          error={form.errors.password}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" busy={form.busy}>
          {session.signIn.submit}
        </Button>
        <p className="session-other">
          {session.signIn.other}{' '}
          <Link href={`/register${search ? `?${search}` : ''}`}>{session.signIn.otherAction}</Link>
        </p>
      </form>
    </Page>
  )
}
