import type { ImportNotice } from 'shared/operator/views.ts'

export interface NoticeGroup {
  severity: ImportNotice['severity']
  /** How many places in all. */
  count: number
  notices: ImportNotice[]
}

const order: readonly ImportNotice['severity'][] = ['error', 'warning', 'info']

/** Notices by severity, errors first; within one, the most frequent first. Empty severities are left out. */
export function groupNotices(notices: readonly ImportNotice[]): NoticeGroup[] {
  return order.flatMap((severity) => {
    const same = notices.filter((notice) => notice.severity === severity).sort((a, b) => b.count - a.count)
    return same.length === 0
      ? []
      : [{ severity, count: same.reduce((sum, { count }) => sum + count, 0), notices: same }]
  })
}
