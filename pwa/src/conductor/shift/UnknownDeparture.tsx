import { ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { words } from '../../words/words.ts'

/** The timetable on this phone does not have the departure of the address. */
export function UnknownDeparture() {
  const text = words.conductor.manifest
  return (
    <Page title={words.conductor.runs.title} back="/conductor">
      <Empty title={text.unknown} action={<ButtonLink href="/conductor">{text.unknownAction}</ButtonLink>}>
        {text.unknownText}
      </Empty>
    </Page>
  )
}
