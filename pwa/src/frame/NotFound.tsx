import { ButtonLink } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Page } from '../ui/Page.tsx'
import { words } from '../words/words.ts'

export function NotFound() {
  const text = words.common.notFound
  return (
    <Page title={text.title} back="/">
      <Empty title={text.text} action={<ButtonLink href="/">{text.action}</ButtonLink>} />
    </Page>
  )
}
