import { serve } from '../../../src/parallel/serve.js'
import { fail, spin, square, sumBytes, wait } from './tasks-for-tests.js'

serve([square, wait, spin, fail, sumBytes])
