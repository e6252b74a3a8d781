import './ui/styles.css'
import { hydrate } from './app/hydrate.tsx'

// A page that is only read but for an island loads this when somebody is about to use it: see `loaderOf` in
// server/http/built-renderer.ts. Without it every page works, only less smoothly.
void hydrate()
