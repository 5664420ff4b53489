import { Page } from '../ui/Page.tsx'

export function Conductor() {
  return <Page title="Conductor">{null}</Page>
}
