import type { ManifestOptions } from 'vite-plugin-pwa'

/** What an installed app is called and looks like before its first paint. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Wayfare',
  short_name: 'Wayfare',
  description: 'Find, book and ride coaches, with or without a network.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  theme_color: '#F6F3EC',
  background_color: '#F6F3EC',
  categories: ['travel', 'navigation'],
  icons: [
    { src: '/icons/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: '/icons/icon-192.png', type: 'image/png', sizes: '192x192' },
    { src: '/icons/icon-512.png', type: 'image/png', sizes: '512x512' },
    { src: '/icons/icon-maskable-512.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'Tickets', url: '/tickets', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
    { name: 'Trips', url: '/trips', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
  ],
}
