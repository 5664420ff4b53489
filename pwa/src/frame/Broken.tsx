import { Component, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'
import { words } from '../words/words.ts'

const notLoaded = (error: unknown) => error instanceof TypeError && /import|module|fetch/i.test(error.message)

/** Where a page that throws ends: it says that nothing is lost, and offers to open it again. */
export class Broken extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    const text = notLoaded(error) ? words.common.notLoaded : words.common.broken
    return (
      <Page title={text.title}>
        <p>{text.text}</p>
        <Button onClick={() => location.reload()}>{words.common.broken.action}</Button>
      </Page>
    )
  }
}
