import { ScanLine } from 'lucide-react'
import { useState } from 'react'
import { VerdictScreen } from '../scan/VerdictScreen.tsx'
import { useVerdict } from '../scan/use-verdict.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { TextInput } from '../../ui/Field.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { dayText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { placeName } from '../shift/names.ts'
import { findRiders, type Rider } from '../shift/riders.ts'
import { ShiftStatus } from '../shift/ShiftStatus.tsx'
import { UnknownDeparture } from '../shift/UnknownDeparture.tsx'
import { useDevice } from '../shift/use-device.ts'
import { useShift, type Shift } from '../shift/use-shift.ts'
import { RiderRow } from './RiderRow.tsx'
import { RiderSheet } from './RiderSheet.tsx'
import { StopBar } from './StopBar.tsx'
import './manifest.css'

export function Manifest({ id }: { id: string }) {
  const shift = useShift(id)
  if (shift === undefined)
    return (
      <Page title={words.conductor.runs.title} back="/conductor">
        {null}
      </Page>
    )
  return shift === null ? <UnknownDeparture /> : <List shift={shift} />
}

/** The passenger list, by the stop being worked. */
function List({ shift }: { shift: Shift }) {
  const verdicts = useVerdict(shift)
  const device = useDevice()
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState<string | null>(null)
  const { departure } = shift
  const text = words.conductor.manifest
  const open = (rider: Rider): void => setOpened(rider.entry.ticket)
  const href = `/conductor/${encodeURIComponent(departure.id)}/scan`
  return (
    <Page
      title={placeName(departure)}
      subtitle={`${dayText(departure.day)} · ${departure.agency.name}`}
      back="/conductor"
      footer={
        <>
          <ButtonLink href={href} size="large" icon={<ScanLine size={28} aria-hidden="true" />}>
            {text.scan}
          </ButtonLink>
          <ShiftStatus shift={shift} />
        </>
      }
    >
      <StopBar shift={shift} />
      {shift.listAt === null && shift.riders.length === 0 ? (
        <Empty title={text.noList}>{text.noListText}</Empty>
      ) : (
        <>
          <TextInput
            label={text.search}
            type="search"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {typed.trim() === '' ? (
            <ByStop shift={shift} open={open} />
          ) : (
            <Found shift={shift} typed={typed} open={open} />
          )}
        </>
      )}
      <RiderSheet
        shift={shift}
        rider={shift.riders.find((rider) => rider.entry.ticket === opened) ?? null}
        onClose={() => setOpened(null)}
        onBoard={(ticket) => {
          setOpened(null)
          void verdicts.onTicket(ticket)
        }}
      />
      {verdicts.shown && (
        <VerdictScreen
          shift={shift}
          verdicts={verdicts}
          shown={verdicts.shown}
          device={device}
          onByName={verdicts.next}
        />
      )}
    </Page>
  )
}

interface GroupProps {
  shift: Shift
  open: (rider: Rider) => void
}

function ByStop({ shift, open }: GroupProps) {
  const { here, earlier, aboard, later, out } = shift.at
  const text = words.conductor.manifest
  const everybody = aboard.some((rider) => rider.entry.board === shift.stop)
  return (
    <>
      <Section title={text.boardsHere}>
        {here.length === 0 && <p className="manifest-nobody">{everybody ? text.everybody : text.nobody}</p>}
        <Riders shift={shift} open={open} riders={here} />
      </Section>
      <Group title={text.earlier} shift={shift} open={open} riders={earlier} />
      <Group title={text.boarded} shift={shift} open={open} riders={aboard} />
      {shift.unlisted > 0 && <p className="manifest-nobody">{text.unlisted(shift.unlisted)}</p>}
      <Group title={text.later} shift={shift} open={open} riders={later} />
      <Group title={text.out} shift={shift} open={open} riders={out} />
    </>
  )
}

const Group = ({ title, riders, ...rest }: GroupProps & { title: string; riders: readonly Rider[] }) =>
  riders.length === 0 ? null : (
    <Section title={`${title} (${riders.length})`}>
      <Riders {...rest} riders={riders} />
    </Section>
  )

const Riders = ({ shift, riders, open }: GroupProps & { riders: readonly Rider[] }) =>
  riders.length === 0 ? null : (
    <Card className="manifest-list">
      <ul>
        {riders.map((rider) => (
          <RiderRow key={rider.entry.ticket} rider={rider} shift={shift} onPress={() => open(rider)} />
        ))}
      </ul>
    </Card>
  )

function Found({ shift, typed, open }: GroupProps & { typed: string }) {
  const found = findRiders(shift.riders, typed)
  if (found.length === 0) return <Empty title={words.conductor.manifest.foundNone(typed.trim())} />
  return <Riders shift={shift} open={open} riders={found} />
}
