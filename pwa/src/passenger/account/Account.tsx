import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useQueue } from '../../local/live.ts'
import { setTheme, useSettings, type Theme } from '../../local/settings.ts'
import { useSession, type Person } from '../../session/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Choice } from '../../ui/Field.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Status } from '../../ui/Status.tsx'
import { words } from '../../words/words.ts'
import { useInstall } from '../../worker/install.ts'
import { SignOut } from './SignOut.tsx'
import { OnThisPhone } from './OnThisPhone.tsx'
import './account.css'

/** Who is signed in, what this phone holds and owes, and how it looks. */
export function Account() {
  const { account } = words
  const { person, needsSignIn } = useSession()
  const waiting = useQueue()?.waiting.length ?? 0
  return (
    <Page title={account.title}>
      {person ? <Profile person={person} /> : <SignedOut />}
      {person && needsSignIn && (
        <Card className="account-stack">
          <Status kind="warning">{words.common.status.signIn}</Status>
          <p>{account.needsSignIn(waiting)}</p>
          <ButtonLink href="/sign-in">{account.signIn}</ButtonLink>
        </Card>
      )}
      {person && <Areas person={person} />}
      <OnThisPhone signedIn={person !== null} />
      <Install />
      <Section title={account.look}>
        <Look />
      </Section>
      <Card className="account-rows">
        <Row href="/offline" title={account.offlineLink} note={account.offlineLinkHint} />
      </Card>
      {person && <SignOut />}
    </Page>
  )
}

function Profile({ person }: { person: Person }) {
  return (
    <Card as="section" className="account-profile">
      <span className="account-initials" aria-hidden="true">
        {initials(person.name)}
      </span>
      <div>
        <h2>
          <bdi>{person.name}</bdi>
        </h2>
        <p>
          <bdi>{person.email}</bdi>
        </p>
        {person.phone && (
          <p>
            <bdi>{person.phone}</bdi>
          </p>
        )}
      </div>
    </Card>
  )
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .map((part) => [...part][0] ?? '')
    .join('')
    .toLocaleUpperCase()

function SignedOut() {
  const { account } = words
  return (
    <Card as="section" className="account-stack">
      <p>{account.signedOutLead}</p>
      <ButtonLink href="/sign-in">{account.signIn}</ButtonLink>
      <ButtonLink href="/register" kind="secondary">
        {account.register}
      </ButtonLink>
    </Card>
  )
}

/** The places of work, for those who have one. */
function Areas({ person }: { person: Person }) {
  const { account } = words
  const conducts = person.roles.includes('conductor')
  const operates = person.roles.includes('operator')
  if (!conducts && !operates) return null
  return (
    <Section title={account.areas}>
      <Card className="account-rows">
        {conducts && <Row href="/conductor" title={account.conductor} note={account.conductorHint} />}
        {operates && <Row href="/operator" title={account.operator} note={account.operatorHint} />}
      </Card>
    </Section>
  )
}

function Row({ href, title, note }: { href: string; title: string; note: ReactNode }) {
  return (
    <Link href={href} className="account-row">
      <span>
        <span className="account-row-title">{title}</span>
        <span className="account-row-note">{note}</span>
      </span>
      <ChevronRight className="mirrors" size={20} aria-hidden="true" />
    </Link>
  )
}

const themes: readonly Theme[] = ['system', 'light', 'dark']

function Look() {
  const { account } = words
  const theme = useSettings((settings) => settings.theme)
  return (
    <div className="account-themes">
      <Choice
        legend={account.look}
        legendHidden
        value={theme}
        options={themes.map((value) => ({ value, label: account.themes[value] }))}
        onChange={setTheme}
      />
    </div>
  )
}

/** Only where the browser offers it. */
function Install() {
  const { install: text } = words.account
  const { offered, install } = useInstall()
  if (!offered) return null
  return (
    <Card as="section" className="account-stack">
      <h2>{text.title}</h2>
      <p>{text.body}</p>
      <Button kind="secondary" onClick={() => void install()}>
        {text.action}
      </Button>
    </Card>
  )
}
