// Before the first paint: the theme the person chose, as local/settings.ts keeps it.
try {
  const theme = JSON.parse(localStorage.getItem('wayfare-settings') ?? '{}').state?.theme
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // No storage, or not ours: the system's theme is as good.
}
