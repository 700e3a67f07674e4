import { type ChangeEvent, useId } from 'react'
import styles from './field.module.css'

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Said under the field. */
  readonly hint?: string
  /** What is wrong and what to do; makes the field invalid. */
  readonly error?: string | null
}

interface TextFieldProps extends FieldProps {
  /** More than one line of text, at least so many. */
  readonly rows?: number
  readonly autoFocus?: boolean
  /** Called by Enter in a field of one line. */
  readonly onEnter?: () => void
}

/** A labelled field for words. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  rows,
  autoFocus = false,
  onEnter,
}: TextFieldProps) {
  const id = useId()
  const shared = {
    id,
    value,
    className: styles.input,
    autoComplete: 'off',
    autoFocus,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': hint || error ? `${id}-more` : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
  } as const
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {rows === undefined ? (
        <input {...shared} type="text" onKeyDown={event => event.key === 'Enter' && onEnter?.()} />
      ) : (
        <textarea {...shared} rows={rows} />
      )}
      <More id={id} hint={hint} error={error} />
    </div>
  )
}

function More({
  id,
  hint,
  error,
}: {
  id: string
  hint: string | undefined
  error: string | null | undefined
}) {
  if (!hint && !error) return null
  return (
    <p id={`${id}-more`} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
      {error ?? hint}
    </p>
  )
}

interface SelectFieldProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly name: string }[]
}

/** A labelled choice of one out of many. */
export function SelectField({ label, value, onChange, options, hint, error }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select id={id} className={styles.input} value={value} onChange={event => onChange(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      <More id={id} hint={hint} error={error} />
    </div>
  )
}
