import './ui/workspace.css'
import { createRoot } from 'react-dom/client'
import { Workspace } from './app/workspace.tsx'

const root = document.getElementById('workspace')
if (root) createRoot(root).render(<Workspace siteName={root.dataset['site'] ?? ''} />)
