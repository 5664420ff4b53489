import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { must } from 'shared/base/result.ts'
import { Frame } from './frame/Frame.tsx'
import { watchHistory } from './frame/history.ts'
import { keepTheme } from './frame/theme.ts'
import { Routes } from './routes.tsx'
import { start } from './session/start.ts'
import { watchInstall } from './worker/install.ts'
import './ui/tokens.css'
import './ui/base.css'

keepTheme()
watchHistory()
watchInstall()

createRoot(must(document.getElementById('app'), 'the #app of index.html')).render(
  <StrictMode>
    <Frame>
      <Routes />
    </Frame>
  </StrictMode>,
)

void start()
