import { useTranslation } from 'react-i18next'
import { cx } from '../../ui/cx.ts'
import { Hidden } from '../../ui/hidden.tsx'
import { useLanguage, useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { countBrackets } from '../../workspace/open-points.ts'
import { formatNumber } from '../../workspace/format.ts'
import { unitName } from '../../workspace/unit-name.ts'
import type { OutlineUnit } from '../../workspace/workspace.ts'
import styles from './outline.module.css'

/** The units of the text with the number of open brackets in each, under a line that says how the text stands. */
export function Outline() {
  const { t } = useTranslation()
  const units = useWorkspaceState(state => state.outline)
  const top = Math.min(...units.map(unit => unit.level))
  return (
    <>
      <Standing />
      {units.length === 0 ? (
        <p className={styles.empty}>{t('outline.empty')}</p>
      ) : (
        <ul className={styles.units}>
          {units.map(unit => (
            <Unit key={unit.block} unit={unit} depth={unit.level - top} />
          ))}
        </ul>
      )}
    </>
  )
}

function Standing() {
  const { t } = useTranslation()
  const brackets = useWorkspaceState(countBrackets)
  const proposals = useWorkspaceState(state => state.proposals.length)
  const strays = useWorkspaceState(state => state.strays.length)
  const language = useLanguage()
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{t('outline.head')}</h2>
      <p>
        <span className={styles.big}>{formatNumber(brackets + proposals, language)}</span> {t('outline.open')}
      </p>
      <p className={styles.parts}>
        {t('outline.brackets', { count: brackets })} · {t('outline.proposals', { count: proposals })}
        {strays > 0 && ` · ${t('outline.strays', { count: strays })}`}
      </p>
    </div>
  )
}

/** `depth`: levels below the highest one of the text. */
function Unit({ unit, depth }: { unit: OutlineUnit; depth: number }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const textLanguage = useWorkspaceState(state => state.language)
  const isHere = useWorkspaceState(state => state.current?.unit === unit.block)
  const name = unitName(unit) || t('outline.untitled')
  return (
    <li>
      <button
        type="button"
        className={cx(styles.unit, depth === 0 && styles.top, isHere && styles.here)}
        data-level={Math.min(depth, 4)}
        aria-current={isHere ? 'location' : undefined}
        onClick={() => workspace.goTo({ block: unit.block })}
      >
        <span className={styles.name} lang={textLanguage} title={name}>
          {name}
        </span>
        {unit.open > 0 && (
          <span className={styles.count}>
            <span aria-hidden="true">{unit.open}</span>
            <Hidden>, {t('outline.openIn', { count: unit.open })}</Hidden>
          </span>
        )}
      </button>
    </li>
  )
}
