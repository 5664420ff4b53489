import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { useSync } from '../sync/loop.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Page } from '../ui/Page.tsx'
import { words } from '../words/words.ts'
import { registerErrors, type CredentialField, type Credentials } from './credentials.ts'
import { EmailField } from './EmailField.tsx'
import { FormTrouble, useForm } from './form.tsx'
import { nextPath } from './next.ts'
import { PasswordField } from './PasswordField.tsx'
import { register } from './session.ts'

const empty: Credentials = { email: '', password: '', name: '', phone: '' }

/** A new account: name, address, password, and a phone number for those who want to be called. */
export function Register() {
  const { session } = words
  const search = useSearch()
  const [, navigate] = useLocation()
  const online = useSync((state) => state.online)
  const [typed, setTyped] = useState(empty)
  const type = (field: CredentialField) => (value: string) => setTyped((now) => ({ ...now, [field]: value }))
  const phone = typed.phone.trim()
  const form = useForm({
    check: () => registerErrors(typed),
    send: () =>
      register({
        email: typed.email.trim(),
        password: typed.password,
        name: typed.name.trim(),
        ...(phone ? { phone } : {}),
      }),
    done: () => navigate(nextPath(search), { replace: true }),
  })
  return (
    <Page title={session.register.title} back="/account">
      <form className="session-form" noValidate onSubmit={form.submit}>
        {nextPath(search) === '/checkout' && <p className="session-lead">{session.signIn.keepsDraft}</p>}
        {!online && <p className="session-offline">{session.offlineRegister}</p>}
        <FormTrouble text={form.summary} />
        <TextInput
          label={session.name}
          hint={session.nameHint}
          error={form.errors.name}
          name="name"
          autoComplete="name"
          autoCapitalize="words"
          spellCheck={false}
          value={typed.name}
          onChange={(event) => type('name')(event.target.value)}
        />
        <EmailField
          label={session.email}
          error={form.errors.email}
          autoComplete="email"
          value={typed.email}
          onChange={type('email')}
        />
        <TextInput
          label={session.phone}
          hint={session.phoneHint}
          error={form.errors.phone}
          type="tel"
          name="phone"
          autoComplete="tel"
          value={typed.phone}
          onChange={(event) => type('phone')(event.target.value)}
        />
        <PasswordField
          label={session.newPassword}
          hint={session.passwordRules}
          error={form.errors.password}
          autoComplete="new-password"
          value={typed.password}
          onChange={type('password')}
        />
        <Button type="submit" busy={form.busy}>
          {session.register.submit}
        </Button>
        <p className="session-other">
          {session.register.other}{' '}
          <Link href={`/sign-in${search ? `?${search}` : ''}`}>{session.register.otherAction}</Link>
        </p>
      </form>
    </Page>
  )
}
