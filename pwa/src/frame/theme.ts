import { useSettings } from '../local/settings.ts'

/** Puts the chosen theme on the document, and again whenever it changes. `public/theme.js` did it before the first paint. */
export function keepTheme(): void {
  const put = ({ theme }: { theme: string }) => {
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }
  put(useSettings.getState())
  useSettings.subscribe(put)
}
