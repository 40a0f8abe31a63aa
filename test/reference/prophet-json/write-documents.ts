/** Writes the documents that make.py gives to Prophet: `node --import tsx write-documents.ts <file>` */
import { writeFileSync } from 'node:fs'
import { toProphet } from '../../../src/forecast/prophet-json/to-prophet.js'
import { ownModels, prophetFuture } from './documents.js'

const documents = ownModels().map((own) => ({
  name: own.name,
  document: toProphet(own.model),
  future: prophetFuture(own),
}))
writeFileSync(process.argv[2], JSON.stringify(documents))
