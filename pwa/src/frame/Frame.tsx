import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Toasts } from '../ui/Toasts.tsx'
import { ShellContext, type Shell } from '../ui/shell.ts'
import { Broken } from './Broken.tsx'
import { canGoBack } from './history.ts'
import { useLanding } from './landing.ts'
import { isRoot, MainTabs } from './MainTabs.tsx'
import { useNetworkWord } from './network.ts'
import { PageBanner } from './PageBanner.tsx'

const QueueSheet = lazy(async () => ({ default: (await import('./QueueSheet.tsx')).QueueSheet }))

/** What stands around every page: tab bar, network word, banner, toasts; and where focus and scroll land. */
export function Frame({ children }: { children: ReactNode }) {
  const [path, navigate] = useLocation()
  const [queueOpen, setQueueOpen] = useState(false)
  const word = useNetworkWord()
  useLanding(path)
  const shell = useMemo<Shell>(
    () => ({
      network: word === null ? null : { word, press: () => setQueueOpen(true) },
      banner: <PageBanner />,
      back: (fallback) => (canGoBack() ? history.back() : navigate(fallback, { replace: true })),
    }),
    [word, navigate],
  )
  return (
    <ShellContext value={shell}>
      <Broken key={path}>{children}</Broken>
      {isRoot(path) && <MainTabs path={path} />}
      <Suspense fallback={null}>{queueOpen && <QueueSheet open onClose={() => setQueueOpen(false)} />}</Suspense>
      <Toasts />
    </ShellContext>
  )
}
