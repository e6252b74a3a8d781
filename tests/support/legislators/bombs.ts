/** Files that are small or simple and want much of who reads them, by what they do. */
export const bombs: readonly { title: string; content(): string }[] = [
  { title: 'an empty file', content: () => '' },
  { title: 'nothing but a mark', content: () => '\ufeff' },
  { title: 'nothing but spaces', content: () => ' \n'.repeat(100_000) },
  {
    title: 'entities of entities',
    content: () =>
      `<?xml version="1.0"?><!DOCTYPE meps [<!ENTITY a "aaaaaaaaaa">${Array.from('bcdefghij', (name, i) => `<!ENTITY ${name} "${`&${'abcdefghij'[i]};`.repeat(10)}">`).join('')}]><meps><mep><fullName>&j;</fullName></mep></meps>`,
  },
  {
    title: 'an entity that is a file',
    content: () =>
      '<?xml version="1.0"?><!DOCTYPE meps [<!ENTITY a SYSTEM "file:///etc/passwd">]><meps><mep><fullName>&a;</fullName></mep></meps>',
  },
  {
    title: 'aliases of aliases',
    content: () =>
      `${Array.from(
        'abcdefghi',
        (name, i) =>
          `${name}: &${name} [${
            i === 0
              ? 'lol'
              : Array(9)
                  .fill(`*${'abcdefghi'[i - 1]}`)
                  .join(', ')
          }]`,
      ).join('\n')}\n`,
  },
  { title: 'an alias of itself', content: () => 'id: &a\n  - *a\n' },
  { title: 'types of a language', content: () => 'id: !!js/function "() => 1"\nname: !!python/object:os.system x\n' },
  {
    title: 'merged keys',
    content: () => '<<: {__proto__: {id: 1}}\n__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\n',
  },
  { title: 'lists in lists of JSON', content: () => '['.repeat(100_000) + ']'.repeat(100_000) },
  { title: 'objects in objects of JSON', content: () => `${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
  {
    title: 'lists in lists below the names that formats look for',
    content: () => {
      const deep = '['.repeat(100_000) + ']'.repeat(100_000)
      const names = [
        'data',
        'items',
        'value',
        'persons',
        'organizations',
        'memberships',
        'objects',
        'terms',
        'roles',
        'representatives_centroid',
      ]
      return `{${names.map((name) => `"${name}":${deep}`).join(',')}}`
    },
  },
  { title: 'lists in lists of YAML', content: () => `${'- '.repeat(100_000)}x\n` },
  { title: 'objects in objects of YAML', content: () => `id: ${'{a: '.repeat(100_000)}1${'}'.repeat(100_000)}\n` },
  { title: 'elements in elements', content: () => `${'<meps>'.repeat(100_000)}${'</meps>'.repeat(100_000)}` },
  { title: 'elements that never end', content: () => '<meps><mep>'.repeat(50_000) },
  { title: 'a hundred thousand attributes', content: () => `<meps ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}/>` },
  { title: 'a list where an object belongs', content: () => '[[], [[]], [null], 1, "x", {}]' },
  {
    title: 'names of what all objects have',
    content: () => '{"__proto__": {"data": []}, "constructor": {"prototype": {}}, "toString": 1, "data": {"length": 1e9}}',
  },
  {
    title: 'elements named as what all objects have',
    content: () => '<meps><__proto__><mep/></__proto__><constructor>1</constructor></meps>',
  },
  { title: 'a head of such names', content: () => '__proto__,constructor,toString,hasOwnProperty\n1,2,3,4\n' },
  { title: 'a quote that never ends', content: () => `"${'a,b\n'.repeat(200_000)}` },
  { title: 'a hundred thousand columns', content: () => `${'a,'.repeat(100_000)}\n${'1,'.repeat(100_000)}\n` },
  { title: 'a cell of 300 kB', content: () => `id,name\n1,${'x'.repeat(300_000)}\n` },
  { title: 'a number beyond all numbers', content: () => `{"data": [${'9'.repeat(300_000)}]}` },
]
