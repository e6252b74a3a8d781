import { useState } from 'react'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../api/call.ts'
import { useCalls } from './access/prove.tsx'

/** Takes files from the server to the reader's disk, one at a time. */
export function useDownload() {
  const { askForFile } = useCalls()
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [isBusy, setBusy] = useState(false)

  const download = async (path: string, body: object) => {
    setProblem(null)
    setBusy(true)
    try {
      const { content, name } = await askForFile(path, body)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(content)
      link.download = name
      link.click()
      URL.revokeObjectURL(link.href)
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    } finally {
      setBusy(false)
    }
  }
  return { download, problem, isBusy }
}
