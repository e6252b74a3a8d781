import { expect, test } from 'vitest'
import { ordinaryName } from '../../../../../../server/features/legislators/formats/european-parliament/person-name.ts'

test.each([
  ['Ada EXAMPLE', 'PL', 'Ada', 'Example'],
  ['Ada Maria EXAMPLE', 'IT', 'Ada Maria', 'Example'],
  ['Ada G. EXAMPLE', 'PL', 'Ada G.', 'Example'],
  ['Ada EXAMPLE SAMPLE', 'ES', 'Ada', 'Example Sample'],
  ['Ada-Ioana EXÁMPLE-SÂMPLE', 'RO', 'Ada-Ioana', 'Exámple-Sâmple'],
  ['Şerban-Ada ŞOŞEXAMPŁE', 'RO', 'Şerban-Ada', 'Şoşexampłe'],
  ['Ada AL-EXAMPLE', 'SE', 'Ada', 'Al-Example'],
  ['Ada ΠΑΡΆΔΕΙΓΜΑΣ', 'GR', 'Ada', 'Παράδειγμας'],
  ['Ada McEXAMPLE', 'IE', 'Ada', 'McExample'],
  ['Ada MCEXAMPLE', 'IE', 'Ada', 'McExample'],
  ['Ada MacEXAMPLE', 'IE', 'Ada', 'MacExample'],
  ['Ada MACHINE', 'PT', 'Ada', 'Machine'],
  ["Ada O'EXAMPLE", 'IE', 'Ada', "O'Example"],
  ['Ada Ó EXAMPLE', 'IE', 'Ada', 'Ó Example'],
  ['Ada NÍ EXAMPLE', 'IE', 'Ada', 'Ní Example'],
  ["Ada D'EXAMPLE", 'IT', 'Ada', "D'Example"],
  ["Ada D'EXAMPLE", 'FR', 'Ada', "d'Example"],
  ['Ada D’EXAMPLE', 'FR', 'Ada', 'd’Example'],
  ["Ada d'EXAMPLE", 'FR', 'Ada', "d'Example"],
  ["Ada EXAMPLE D'SAMPLE SAMPLE", 'FR', 'Ada', "Example d'Sample Sample"],
  ["Ada EXAMPLÀ'", 'IT', 'Ada', "Examplà'"],
  ['Ada von der EXAMPLE', 'DE', 'Ada', 'von der Example'],
  ['Ada VON DER EXAMPLE', 'DE', 'Ada', 'von der Example'],
  ['Ada Gräfin von EXAMPLE UND SAMPLE', 'PL', 'Ada Gräfin', 'von Example und Sample'],
  ['Ada EXAMPLE de SAMPLE', 'PL', 'Ada', 'Example de Sample'],
  ["Ada in 't EXAMPLE", 'NL', 'Ada', "in 't Example"],
  ["Ada IN 'T EXAMPLE", 'NL', 'Ada', "in 't Example"],
  ['Ada VAN DEN EXAMPLE', 'NL', 'Ada', 'van den Example'],
  ['Ada TER EXAMPLE', 'NL', 'Ada', 'ter Example'],
  ['Ada EXAMPLE-VAN DER SAMPLE', 'NL', 'Ada', 'Example-van der Sample'],
  ['Ada IJEXAMPLE', 'NL', 'Ada', 'IJexample'],
  ['Ada VAN EXAMPLE', 'BE', 'Ada', 'Van Example'],
  ['Ada VAN EXAMPLE', 'GB', 'Ada', 'Van Example'],
  ['Ada DI EXAMPLE', 'BE', 'Ada', 'Di Example'],
  ['Ada DE EXAMPLE', 'IT', 'Ada', 'De Example'],
  ['Ada DE EXAMPLE', 'ES', 'Ada', 'de Example'],
  ['Ada DE LA EXAMPLE SAMPLE', 'ES', 'Ada', 'de la Example Sample'],
  ['Ada EXAMPLE DEL SAMPLE', 'ES', 'Ada', 'Example del Sample'],
  ['Ada EXAMPLE I SAMPLE', 'ES', 'Ada', 'Example i Sample'],
  ['Ada EXAMPLE i SAMPLE', 'ES', 'Ada', 'Example i Sample'],
  ['Ada LA EXAMPLE', 'IT', 'Ada', 'La Example'],
  ['Ada LE EXAMPLE', 'FR', 'Ada', 'Le Example'],
  ['Ada EXAMPLE E SAMPLE', 'PT', 'Ada', 'Example e Sample'],
  ['Ada DO EXAMPLE SAMPLE', 'PT', 'Ada', 'do Example Sample'],
  ['Ada dos EXAMPLE', 'PT', 'Ada', 'dos Example'],
  ['Ada (The Earl of) EXAMPLE', 'GB', 'Ada (The Earl of)', 'Example'],
  ['  Ada   EXAMPLE ', 'PL', 'Ada', 'Example'],
  ['Ada EXA\u0301MPLE', 'ES', 'Ada', 'Exámple'],
])('%s of %s is %s %s', (fullName, country, givenName, familyName) => {
  const name = ordinaryName(fullName, country)

  expect(name).toEqual({ name: `${givenName} ${familyName}`, givenName, familyName })
})

test.each([
  ['Ada Example', 'Ada Example'],
  ['Ada', 'Ada'],
  ['ADA EXAMPLE', 'Ada Example'],
  ['', ''],
  ['A'.repeat(201), 'A'.repeat(201)],
])('a name whose family name cannot be found is not taken apart: %s', (fullName, name) => {
  const found = ordinaryName(fullName, 'PL')

  expect(found.name).toBe(name)
  expect(found).not.toHaveProperty('givenName')
})
