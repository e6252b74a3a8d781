import { useState } from 'react'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { AccountPage } from '../features/organizers/access/account-page.tsx'
import { JoinPage } from '../features/organizers/access/join-page.tsx'
import { ProveProvider } from '../features/organizers/access/prove.tsx'
import { SignInPage } from '../features/organizers/access/sign-in-page.tsx'
import { Frame } from '../features/organizers/frame.tsx'
import { LettersPage } from '../features/organizers/letters/letters-page.tsx'
import { OverviewPage } from '../features/organizers/overview/overview-page.tsx'
import { PetitionPage } from '../features/organizers/overview/petition-page.tsx'
import { ActivityPage } from '../features/organizers/people/activity-page.tsx'
import { PeoplePage } from '../features/organizers/people/people-page.tsx'
import { SignaturesPage } from '../features/organizers/signatures/signatures-page.tsx'

const routes = [
  { path: '/sign-in', element: <SignInPage /> },
  { path: '/join/:token', element: <JoinPage /> },
  {
    element: <Frame />,
    children: [
      { path: '/', element: <OverviewPage /> },
      { path: '/petitions/:slug', element: <PetitionPage /> },
      { path: '/petitions/:slug/signatures', element: <SignaturesPage /> },
      { path: '/letters', element: <LettersPage /> },
      { path: '/people', element: <PeoplePage /> },
      { path: '/activity', element: <ActivityPage /> },
      { path: '/account', element: <AccountPage /> },
      { path: '*', element: <p>There is nothing at this address.</p> },
    ],
  },
]

/** The workspace: its pages and what they share. */
export function Workspace({ siteName }: { siteName: string }) {
  const [router] = useState(() => createBrowserRouter(routes, { basename: '/organize' }))
  return (
    <ProveProvider siteName={siteName}>
      <RouterProvider router={router} />
    </ProveProvider>
  )
}
