;; One neuron's activations from the lowest to the highest, and the mid-ranks of these within segments: what rising-order.ts and ranks.ts
;; (runner/analysis/stats) do, to the same bit. What is sorted are entries of 64 bits: above the value's key, which rises with it, below
;; the token. All i32 that name a place are in bytes. Assembled into ranks.wasm by WABT: wat2wasm ranks.wat -o ranks.wasm
(module
  (import "neurons" "memory" (memory 1))

  ;; `values` [size] float32 into `a` [size] entries, in three passes of 11 bits, of which the second ends in `b`, like `counts` [3][2048]
  ;; int32 memory that may hold anything. Gives the place of a value that is not a number, or -1.
  (func (export "sort") (param $values i32) (param $size i32) (param $counts i32) (param $a i32) (param $b i32) (result i32)
    (local $i i32) (local $own i32)
    (memory.fill (local.get $counts) (i32.const 0) (i32.const 24576))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $i) (local.get $size)))
        (local.set $own (i32.load (i32.add (local.get $values) (i32.shl (local.get $i) (i32.const 2)))))
        (if (i32.gt_u (i32.and (local.get $own) (i32.const 0x7fffffff)) (i32.const 0x7f800000))
          (then (return (local.get $i))))
        ;; The bits of a negative value fall; those of -0 are those of the sign alone, and made equal to 0.
        (local.set $own (select
          (i32.xor (local.get $own) (i32.const -1))
          (i32.or (local.get $own) (i32.const 0x80000000))
          (i32.gt_u (local.get $own) (i32.const 0x80000000))))
        (i64.store (i32.add (local.get $b) (i32.shl (local.get $i) (i32.const 3)))
          (i64.or (i64.shl (i64.extend_i32_u (local.get $own)) (i64.const 32)) (i64.extend_i32_u (local.get $i))))
        (call $count (local.get $counts) (i32.and (local.get $own) (i32.const 2047)))
        (call $count (i32.add (local.get $counts) (i32.const 8192)) (i32.and (i32.shr_u (local.get $own) (i32.const 11)) (i32.const 2047)))
        (call $count (i32.add (local.get $counts) (i32.const 16384)) (i32.shr_u (local.get $own) (i32.const 22)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $each)))
    (call $scatter (local.get $b) (local.get $a) (local.get $size) (local.get $counts) (i64.const 32))
    (call $scatter (local.get $a) (local.get $b) (local.get $size) (i32.add (local.get $counts) (i32.const 8192)) (i64.const 43))
    (call $scatter (local.get $b) (local.get $a) (local.get $size) (i32.add (local.get $counts) (i32.const 16384)) (i64.const 54))
    (i32.const -1))

  (func $count (param $counts i32) (param $digit i32)
    (local $at i32)
    (local.set $at (i32.add (local.get $counts) (i32.shl (local.get $digit) (i32.const 2))))
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1))))

  ;; One pass: into the order of a digit, equal ones as they were. `counts` [2048] how many entries have each digit.
  (func $scatter (param $from i32) (param $to i32) (param $size i32) (param $counts i32) (param $shift i64)
    (local $at i32) (local $end i32) (local $sum i32) (local $own i32) (local $x i64)
    ;; From how many have each digit to where the first of them goes.
    (local.set $at (local.get $counts))
    (local.set $end (i32.add (local.get $counts) (i32.const 8192)))
    (loop $digit
      (local.set $own (i32.load (local.get $at)))
      (i32.store (local.get $at) (i32.add (local.get $to) (i32.shl (local.get $sum) (i32.const 3))))
      (local.set $sum (i32.add (local.get $sum) (local.get $own)))
      (br_if $digit (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $size) (i32.const 3))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $x (i64.load (local.get $from)))
        (local.set $at (i32.add (local.get $counts)
          (i32.shl (i32.and (i32.wrap_i64 (i64.shr_u (local.get $x) (local.get $shift))) (i32.const 2047)) (i32.const 2))))
        (local.set $own (i32.load (local.get $at)))
        (i32.store (local.get $at) (i32.add (local.get $own) (i32.const 8)))
        (i64.store (local.get $own) (local.get $x))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $each))))

  ;; From one order of all [size] to an order within each stretch of so many tokens. `next` [stretches] int32 may hold anything.
  (func (export "deal") (param $from i32) (param $to i32) (param $size i32) (param $length i32) (param $next i32)
    (local $at i32) (local $own i32) (local $end i32) (local $x i64)
    (local.set $at (local.get $next))
    (local.set $own (local.get $to))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $size) (i32.const 3))))
    (loop $stretch
      (i32.store (local.get $at) (local.get $own))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $stretch (i32.lt_u
        (local.tee $own (i32.add (local.get $own) (i32.shl (local.get $length) (i32.const 3)))) (local.get $end))))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $size) (i32.const 3))))
    (loop $each
      (local.set $x (i64.load (local.get $from)))
      (local.set $at (i32.add (local.get $next)
        (i32.shl (i32.div_u (i32.wrap_i64 (local.get $x)) (local.get $length)) (i32.const 2))))
      (local.set $own (i32.load (local.get $at)))
      (i32.store (local.get $at) (i32.add (local.get $own) (i32.const 8)))
      (i64.store (local.get $own) (local.get $x))
      (br_if $each (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 8))) (local.get $end)))))

  ;; The mid-ranks of a class within each stretch. `sorted` [size] as from `deal`; `span` tokens of a stretch, `length` of it in the class;
  ;; `places` [size][2] int32 where a token stands first among `ranks`, in bytes, and how often; `table` [2 length + 1] float32 the mid-rank
  ;; of equal values by the sum of where they begin and end; `ranks` [class tokens + 1] float32.
  (func (export "rank") (param $sorted i32) (param $size i32) (param $span i32) (param $length i32) (param $places i32)
    (param $table i32) (param $ranks i32)
    (local $end i32) (local $stop i32) (local $last i32) (local $below i32) (local $up i32) (local $key i32)
    (local $from i32) (local $place i32) (local $times i32) (local $rank f32)
    (local.set $from (local.get $ranks))
    (local.set $end (i32.add (local.get $sorted) (i32.shl (local.get $size) (i32.const 3))))
    (loop $stretch
      (local.set $stop (i32.add (local.get $sorted) (i32.shl (local.get $span) (i32.const 3))))
      (local.set $below (i32.const 0))
      (loop $group
        ;; Those of one value: how many places they take, and where the last of them stands.
        (local.set $key (i32.load offset=4 (local.get $sorted)))
        (local.set $last (local.get $sorted))
        (local.set $up (local.get $below))
        (block $grouped
          (loop $same
            (local.set $up (i32.add (local.get $up) (i32.load offset=4
              (i32.add (local.get $places) (i32.shl (i32.load (local.get $last)) (i32.const 3))))))
            (local.set $last (i32.add (local.get $last) (i32.const 8)))
            (br_if $grouped (i32.ge_u (local.get $last) (local.get $stop)))
            (br_if $same (i32.eq (i32.load offset=4 (local.get $last)) (local.get $key)))))
        (local.set $rank (f32.load (i32.add (local.get $table)
          (i32.shl (i32.add (local.get $below) (local.get $up)) (i32.const 2)))))
        (loop $same
          (local.set $place (i32.add (local.get $places) (i32.shl (i32.load (local.get $sorted)) (i32.const 3))))
          (local.set $times (i32.load offset=4 (local.get $place)))
          (local.set $place (i32.add (local.get $ranks) (i32.load (local.get $place))))
          ;; No branch for what no processor could foresee: what stands nowhere is written behind the last place, and what stands once twice.
          (f32.store (local.get $place) (local.get $rank))
          (f32.store (i32.add (local.get $place) (i32.shl (i32.shr_u (local.get $times) (i32.const 1)) (i32.const 2))) (local.get $rank))
          (if (i32.gt_u (local.get $times) (i32.const 2)) (then
            (loop $again
              (local.set $place (i32.add (local.get $place) (i32.const 4)))
              (f32.store (local.get $place) (local.get $rank))
              (br_if $again (i32.gt_u (local.tee $times (i32.sub (local.get $times) (i32.const 1))) (i32.const 1))))))
          (br_if $same (i32.lt_u (local.tee $sorted (i32.add (local.get $sorted) (i32.const 8))) (local.get $last))))
        (local.set $below (local.get $up))
        (br_if $group (i32.lt_u (local.get $sorted) (local.get $stop))))
      (if (i32.eqz (local.get $below))
        (then (memory.fill (local.get $from) (i32.const 0) (i32.shl (local.get $length) (i32.const 2)))))
      (local.set $from (i32.add (local.get $from) (i32.shl (local.get $length) (i32.const 2))))
      (br_if $stretch (i32.lt_u (local.get $sorted) (local.get $end)))))
)
