import './ui/styles.css'

/** What shows that somebody is about to use a page, and not only to read it. */
const signs = ['pointerdown', 'pointermove', 'touchstart', 'keydown', 'focusin'] as const
const soonMs = 4000

/**
 * Hydrates the page that the server names. A page that is only read but for an island waits until
 * somebody moves, touches or types, or has looked at it for some seconds: the script of a form is
 * not what a slow phone should do first. Without it every page works, only less smoothly.
 */
function start(): void {
  if (!document.getElementById('envelope')) return
  if (!document.querySelector('#page [data-island]')) {
    void hydrateNow()
    return
  }
  const controller = new AbortController()
  const begin = () => {
    controller.abort()
    clearTimeout(timer)
    void hydrateNow()
  }
  const timer = setTimeout(begin, soonMs)
  for (const sign of signs) document.addEventListener(sign, begin, { signal: controller.signal, passive: true })
}

async function hydrateNow(): Promise<void> {
  const { hydrate } = await import('./app/hydrate.tsx')
  await hydrate()
}

start()
