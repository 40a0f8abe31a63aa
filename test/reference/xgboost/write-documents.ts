/**
 * Writes models of this package as documents for XGBoost, with the margins that this package predicts from them:
 *
 *     node --import tsx write-documents.ts ours.json       then: python check.py ours.json
 */
import { writeFileSync } from 'node:fs'
import { fittedDocuments, ownDocuments } from './documents.js'

writeFileSync(process.argv[2], JSON.stringify([...ownDocuments(), ...fittedDocuments()]))
