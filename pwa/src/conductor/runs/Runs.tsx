import { useMemo, useState } from 'react'
import type { DepartureLine } from 'shared/timetable/timetable.ts'
import { useNow } from '../../local/clock.ts'
import { useTimetable } from '../../local/live.ts'
import { useSession } from '../../session/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { TextInput } from '../../ui/Field.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { clockText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { RunRow } from './RunRow.tsx'
import { findRuns, runsOf } from './runs.ts'

/** So many rows are drawn at once: an agency of a city has thousands of departures a day. */
const most = 30

/** Today's departures of the agencies one works for. */
export function Runs() {
  const person = useSession((session) => session.person)
  const held = useTimetable()
  const text = words.conductor.runs
  const agencies = useMemo(
    () => person?.memberships.filter((m) => m.role === 'conductor').map((m) => m.agency) ?? [],
    [person],
  )
  return (
    <Page title={text.title}>
      {agencies.length === 0 ? (
        <Empty title={text.noAgency}>{text.noAgencyText}</Empty>
      ) : held?.timetables.length === 0 ? (
        <Empty title={text.noTimetable}>{text.noTimetableText}</Empty>
      ) : (
        held && <Today timetables={held.timetables} agencies={agencies} />
      )}
    </Page>
  )
}

function Today({ timetables, agencies }: { timetables: Parameters<typeof runsOf>[0]; agencies: readonly string[] }) {
  const [typed, setTyped] = useState('')
  const now = useNow(60_000)
  const runs = useMemo(() => runsOf(timetables, agencies, now), [timetables, agencies, now])
  const text = words.conductor.runs
  const all = [...runs.onTheWay, ...runs.next, ...runs.over]
  const found = findRuns(all, typed, (line) => clockText(line.first.at, line.first.zone))
  return (
    <>
      <TextInput
        label={text.search}
        hint={text.searchHint}
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed.trim() !== '' ? (
        found.length === 0 ? (
          <Empty title={text.nothingFound(typed.trim())}>{text.nothingFoundText}</Empty>
        ) : (
          <Lines title={text.found(found.length)} lines={found} now={now} />
        )
      ) : all.length === 0 ? (
        <Empty title={text.none}>{text.noneText}</Empty>
      ) : (
        <>
          <Lines title={text.onTheWay} lines={runs.onTheWay} now={now} live />
          <Lines title={text.next} lines={runs.next} now={now} />
          <Lines title={text.over} lines={runs.over} now={now} />
        </>
      )}
    </>
  )
}

function Lines(props: { title: string; lines: readonly DepartureLine[]; now: number; live?: boolean }) {
  const { title, lines, now, live } = props
  const [drawn, setDrawn] = useState(most)
  const rest = lines.length - drawn
  if (lines.length === 0) return null
  return (
    <Section title={title}>
      <div className="card run-list" data-live={live ? '' : undefined}>
        <ul>
          {lines.slice(0, drawn).map((line) => (
            <RunRow key={line.id} line={line} now={now} />
          ))}
        </ul>
      </div>
      {rest > 0 && (
        <Button kind="quiet" onClick={() => setDrawn(drawn + most)}>
          {words.conductor.runs.more(Math.min(rest, most))}
        </Button>
      )}
    </Section>
  )
}

/** Nobody is signed in. */
export function SignInFirst() {
  const text = words.conductor.runs
  return (
    <Page title={text.title}>
      <Empty title={text.signIn} action={<ButtonLink href="/sign-in">{text.signInAction}</ButtonLink>}>
        {text.signInText}
      </Empty>
    </Page>
  )
}
