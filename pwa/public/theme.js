// The chosen theme, before the first paint.
try {
  const { theme } = JSON.parse(localStorage.getItem('wayfare-settings')).state
  if (theme !== 'system') document.documentElement.dataset.theme = theme
} catch {}
