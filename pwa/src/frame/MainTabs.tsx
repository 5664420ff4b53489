import { BusFront, LayoutDashboard, Route, Search, Ticket, UserRound } from 'lucide-react'
import { useTripsToDecide } from '../passenger/trips/groups.ts'
import { useSession } from '../session/session.ts'
import { TabBar } from '../ui/TabBar.tsx'
import { words } from '../words/words.ts'

const roots = ['/', '/trips', '/tickets', '/account', '/conductor', '/operator', '/operator/imports']

/** The pages that carry the tab bar; deeper pages have an arrow back instead. */
export const isRoot = (path: string): boolean => roots.includes(path)

export function MainTabs({ path }: { path: string }) {
  const roles = useSession((session) => session.person?.roles)
  const count = useTripsToDecide()
  const text = words.common.tabs
  const tabs = [
    { href: '/', label: text.search, icon: <Search /> },
    { href: '/trips', label: text.trips, icon: <Route />, count, countLabel: words.common.tripsToLookAt(count) },
    { href: '/tickets', label: text.tickets, icon: <Ticket /> },
    ...(roles?.includes('conductor') ? [{ href: '/conductor', label: text.conductor, icon: <BusFront /> }] : []),
    ...(roles?.includes('operator') ? [{ href: '/operator', label: text.operator, icon: <LayoutDashboard /> }] : []),
    { href: '/account', label: text.account, icon: <UserRound /> },
  ]
  return (
    <TabBar
      label={text.label}
      items={tabs.map((tab) => ({ ...tab, current: path === tab.href || path.startsWith(`${tab.href}/`) }))}
    />
  )
}
