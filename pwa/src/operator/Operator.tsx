import { useLocation } from 'wouter'
import { useSession } from '../session/session.ts'
import { ButtonLink } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Page } from '../ui/Page.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { words } from '../words/words.ts'
import { Departures } from './Departures.tsx'
import { Imports } from './Imports.tsx'
import './operator.css'

/** The operator's pages, read-only for now: what was imported, and how the departures of a day fill. */
export function Operator() {
  const { operator } = words
  const { person, phase } = useSession()
  if (phase === 'starting') return null
  if (!person?.roles.includes('operator')) {
    return (
      <Page title={operator.title}>
        <Empty
          title={person ? operator.notAllowed : operator.signInFirst}
          action={
            person ? (
              <ButtonLink href="/account">{operator.toAccount}</ButtonLink>
            ) : (
              <ButtonLink href="/sign-in?next=/operator">{operator.signIn}</ButtonLink>
            )
          }
        />
      </Page>
    )
  }
  return (
    <Page title={operator.title}>
      <Pages />
    </Page>
  )
}

type Tab = 'departures' | 'imports'

function Pages() {
  const { operator } = words
  const [path, navigate] = useLocation()
  const tab: Tab = path === '/operator/imports' ? 'imports' : 'departures'
  return (
    <div className="operator">
      <Tabs<Tab>
        label={operator.tabs}
        tabs={[
          { key: 'departures', label: operator.departures },
          { key: 'imports', label: operator.imports },
        ]}
        current={tab}
        onChange={(to) => navigate(to === 'imports' ? '/operator/imports' : '/operator', { replace: true })}
      >
        {tab === 'imports' ? <Imports /> : <Departures />}
      </Tabs>
    </div>
  )
}
