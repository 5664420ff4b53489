import { useSession } from '../session/session.ts'
import { syncNow, useSync } from '../sync/loop.ts'
import { Banner } from '../ui/Banner.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { useUpdate } from '../worker/update.ts'
import { words } from '../words/words.ts'
import { useWaiting } from './network.ts'

/** One banner at most, the most urgent first: sign in again, no answer for a minute, a version too old, a new version. */
export function PageBanner() {
  const needsSignIn = useSession((session) => session.needsSignIn)
  const stuck = useSync((sync) => sync.stuckSince !== null)
  const outdated = useSync((sync) => sync.outdated)
  const update = useUpdate()
  const { count } = useWaiting()
  if (needsSignIn && count > 0) {
    return (
      <Banner
        kind="warning"
        action={
          <ButtonLink kind="secondary" href="/sign-in">
            {words.common.signIn}
          </ButtonLink>
        }
      >
        {words.common.signInToSend(count)}
      </Banner>
    )
  }
  if (stuck) {
    return (
      <Banner
        kind="warning"
        action={
          <Button kind="secondary" onClick={() => void syncNow()}>
            {words.common.tryNow}
          </Button>
        }
      >
        {words.common.offline.stuck}
      </Banner>
    )
  }
  if (outdated && !update.ready) {
    return (
      <Banner
        kind="warning"
        action={
          <Button kind="secondary" onClick={() => location.reload()}>
            {words.common.update.load}
          </Button>
        }
      >
        {words.common.update.outdated}
      </Banner>
    )
  }
  if (update.ready) {
    return (
      <Banner
        action={
          <Button kind="secondary" onClick={update.restart}>
            {words.common.update.action}
          </Button>
        }
      >
        {words.common.update.text} {words.common.update.note}
      </Banner>
    )
  }
  return null
}
