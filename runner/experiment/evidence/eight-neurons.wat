;; What is added up of eight neurons side by side: a row holds a token's, or a cell's, eight values, so that few loads serve all. Each
;; sum is in float64 and in the order of plain loops (runner/analysis/stats), so that no bit of it differs. All i32 that name a place are in
;; bytes. Assembled into eight-neurons.wasm by WABT: wat2wasm eight-neurons.wat -o eight-neurons.wasm
(module
  (import "neurons" "memory" (memory 1))

  ;; Scores at a list of tokens: `values` [tokens][8] float32, the list from `at` to `end` [] int32; `sums` [8] float64.
  (func $add (export "add") (param $values i32) (param $at i32) (param $end i32) (param $sums i32)
    (local $row i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (loop $each
        (local.set $row (i32.add (local.get $values) (i32.shl (i32.load (local.get $at)) (i32.const 5))))
        (local.set $a (f64x2.add (local.get $a) (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $row)))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $row)))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $row)))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $row)))))
        (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
    (call $put (local.get $sums) (local.get $a) (local.get $b) (local.get $c) (local.get $d)))

  ;; Scores within runs of tokens, by what they come to up to each: `cumulated` [tokens + 1][8] float64, the list holds a begin and
  ;; an end by turns.
  (func $runs (param $cumulated i32) (param $at i32) (param $end i32) (param $sums i32)
    (local $from i32) (local $to i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (loop $each
        (local.set $from (i32.add (local.get $cumulated) (i32.shl (i32.load (local.get $at)) (i32.const 6))))
        (local.set $to (i32.add (local.get $cumulated) (i32.shl (i32.load offset=4 (local.get $at)) (i32.const 6))))
        (local.set $a (f64x2.add (local.get $a) (f64x2.sub (v128.load (local.get $to)) (v128.load (local.get $from)))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.sub (v128.load offset=16 (local.get $to)) (v128.load offset=16 (local.get $from)))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.sub (v128.load offset=32 (local.get $to)) (v128.load offset=32 (local.get $from)))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.sub (v128.load offset=48 (local.get $to)) (v128.load offset=48 (local.get $from)))))
        (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))))
    (call $put (local.get $sums) (local.get $a) (local.get $b) (local.get $c) (local.get $d)))

  ;; Products of scores with numbers, from `at` to `end` [tokens] float32, in the same order.
  (func $products (param $values i32) (param $at i32) (param $end i32) (param $sums i32)
    (local $w v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (loop $each
        (local.set $w (f64x2.splat (f64.promote_f32 (f32.load (local.get $at)))))
        (local.set $a (f64x2.add (local.get $a) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $values))) (local.get $w))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $values))) (local.get $w))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $values))) (local.get $w))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $values))) (local.get $w))))
        (local.set $values (i32.add (local.get $values) (i32.const 32)))
        (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
    (call $put (local.get $sums) (local.get $a) (local.get $b) (local.get $c) (local.get $d)))

  (func $put (param $sums i32) (param $a v128) (param $b v128) (param $c v128) (param $d v128)
    (v128.store (local.get $sums) (local.get $a))
    (v128.store offset=16 (local.get $sums) (local.get $b))
    (v128.store offset=32 (local.get $sums) (local.get $c))
    (v128.store offset=48 (local.get $sums) (local.get $d)))

  ;; Scores [units][tokens][8] float32 added up within each unit: [units][tokens + 1][8] float64.
  (func (export "cumulate") (param $values i32) (param $units i32) (param $tokens i32) (param $cumulated i32)
    (local $t i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $unit
      (local.set $t (local.get $tokens))
      (local.set $a (v128.const i64x2 0 0)) (local.set $b (v128.const i64x2 0 0))
      (local.set $c (v128.const i64x2 0 0)) (local.set $d (v128.const i64x2 0 0))
      (call $put (local.get $cumulated) (local.get $a) (local.get $b) (local.get $c) (local.get $d))
      (loop $token
        (local.set $a (f64x2.add (local.get $a) (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $values)))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $values)))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $values)))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $values)))))
        (local.set $values (i32.add (local.get $values) (i32.const 32)))
        (local.set $cumulated (i32.add (local.get $cumulated) (i32.const 64)))
        (call $put (local.get $cumulated) (local.get $a) (local.get $b) (local.get $c) (local.get $d))
        (br_if $token (local.tee $t (i32.sub (local.get $t) (i32.const 1)))))
      (local.set $cumulated (i32.add (local.get $cumulated) (i32.const 64)))
      (br_if $unit (local.tee $units (i32.sub (local.get $units) (i32.const 1))))))

  ;; The cross matrices of a group of n units, [n][n][8] float64: the scores of each of its units at the labels of each.
  ;; `group` [n] int32 the units; `lists` [units][3] int32 of each the kind (0 tokens, 1 runs, 2 numbers), begin and end of its labels.
  (func (export "cross") (param $values i32) (param $cumulated i32) (param $tokens i32) (param $group i32) (param $n i32)
    (param $lists i32) (param $table i32)
    (local $d i32) (local $e i32) (local $end i32) (local $own i32) (local $sums i32) (local $list i32)
    (local.set $d (local.get $group))
    (local.set $end (i32.add (local.get $group) (i32.shl (local.get $n) (i32.const 2))))
    (loop $row
      (local.set $own (i32.add (local.get $values)
        (i32.shl (i32.mul (i32.load (local.get $d)) (local.get $tokens)) (i32.const 5))))
      (local.set $sums (i32.add (local.get $cumulated)
        (i32.shl (i32.mul (i32.load (local.get $d)) (i32.add (local.get $tokens) (i32.const 1))) (i32.const 6))))
      (local.set $e (local.get $group))
      (loop $column
        (local.set $list (i32.add (local.get $lists) (i32.mul (i32.load (local.get $e)) (i32.const 12))))
        (if (i32.eqz (i32.load (local.get $list)))
          (then (call $add (local.get $own) (i32.load offset=4 (local.get $list)) (i32.load offset=8 (local.get $list)) (local.get $table)))
          (else (if (i32.eq (i32.load (local.get $list)) (i32.const 1))
            (then (call $runs (local.get $sums) (i32.load offset=4 (local.get $list)) (i32.load offset=8 (local.get $list)) (local.get $table)))
            (else (call $products (local.get $own) (i32.load offset=4 (local.get $list)) (i32.load offset=8 (local.get $list)) (local.get $table))))))
        (local.set $table (i32.add (local.get $table) (i32.const 64)))
        (br_if $column (i32.lt_u (local.tee $e (i32.add (local.get $e) (i32.const 4))) (local.get $end))))
      (br_if $row (i32.lt_u (local.tee $d (i32.add (local.get $d) (i32.const 4))) (local.get $end)))))

  ;; Centres two neurons' cross matrix of a group by row and column, in place: `table` [n][n] with 64 bytes a cell. Adds to
  ;; `variance` and `size`, [2] float64 each, as `swapStatistic` does. `sums` [2 n][2] float64 may hold anything.
  (func (export "centre") (param $table i32) (param $n i32) (param $sums i32) (param $variance i32) (param $size i32)
    (local $row i32) (local $column i32) (local $cell i32) (local $end i32) (local $columns i32)
    (local $value v128) (local $sum v128) (local $total v128) (local $mean v128) (local $whole v128) (local $less v128) (local $moment v128)
    (local.set $whole (f64x2.splat (f64.convert_i32_u (local.get $n))))
    (local.set $less (f64x2.splat (f64.convert_i32_u (i32.sub (local.get $n) (i32.const 1)))))
    (local.set $end (i32.add (local.get $sums) (i32.shl (local.get $n) (i32.const 4))))
    (local.set $columns (i32.add (local.get $end) (i32.shl (local.get $n) (i32.const 4))))
    (memory.fill (local.get $sums) (i32.const 0) (i32.shl (local.get $n) (i32.const 5)))
    (local.set $moment (v128.load (local.get $size)))
    (local.set $cell (local.get $table))
    (local.set $row (local.get $sums))
    (loop $each_row
      (local.set $sum (v128.const i64x2 0 0))
      (local.set $column (local.get $end))
      (loop $each
        (local.set $value (v128.load (local.get $cell)))
        (local.set $sum (f64x2.add (local.get $sum) (local.get $value)))
        (v128.store (local.get $column) (f64x2.add (v128.load (local.get $column)) (local.get $value)))
        (local.set $total (f64x2.add (local.get $total) (local.get $value)))
        (local.set $moment (f64x2.add (local.get $moment)
          (f64x2.div (f64x2.mul (local.get $value) (local.get $value)) (local.get $less))))
        (local.set $cell (i32.add (local.get $cell) (i32.const 64)))
        (br_if $each (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 16))) (local.get $columns))))
      (v128.store (local.get $row) (local.get $sum))
      (br_if $each_row (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $end))))
    (v128.store (local.get $size) (local.get $moment))
    (local.set $moment (v128.load (local.get $variance)))
    (local.set $mean (f64x2.div (local.get $total) (f64x2.mul (local.get $whole) (local.get $whole))))
    (local.set $cell (local.get $table))
    (local.set $row (local.get $sums))
    (loop $each_row
      (local.set $sum (f64x2.div (v128.load (local.get $row)) (local.get $whole)))
      (local.set $column (local.get $end))
      (loop $each
        (local.set $value (f64x2.add
          (f64x2.sub (f64x2.sub (v128.load (local.get $cell)) (local.get $sum))
            (f64x2.div (v128.load (local.get $column)) (local.get $whole)))
          (local.get $mean)))
        (v128.store (local.get $cell) (local.get $value))
        (local.set $moment (f64x2.add (local.get $moment)
          (f64x2.div (f64x2.mul (local.get $value) (local.get $value)) (local.get $less))))
        (local.set $cell (i32.add (local.get $cell) (i32.const 64)))
        (br_if $each (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 16))) (local.get $columns))))
      (br_if $each_row (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $end))))
    (v128.store (local.get $variance) (local.get $moment)))

  ;; Divides each of so many cells' eight values by `by` [8] float64.
  (func (export "divide") (param $table i32) (param $cells i32) (param $by i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $a (v128.load (local.get $by))) (local.set $b (v128.load offset=16 (local.get $by)))
    (local.set $c (v128.load offset=32 (local.get $by))) (local.set $d (v128.load offset=48 (local.get $by)))
    (loop $each
      (call $put (local.get $table)
        (f64x2.div (v128.load (local.get $table)) (local.get $a)) (f64x2.div (v128.load offset=16 (local.get $table)) (local.get $b))
        (f64x2.div (v128.load offset=32 (local.get $table)) (local.get $c)) (f64x2.div (v128.load offset=48 (local.get $table)) (local.get $d)))
      (local.set $table (i32.add (local.get $table) (i32.const 64)))
      (br_if $each (local.tee $cells (i32.sub (local.get $cells) (i32.const 1))))))

  ;; Each permutation's cells of `table` [cells][8] float64 added up: `cells` [permutations][units] int32 name them, `z`
  ;; [permutations][8] float64. Two permutations at a time, since a sum waits for its last addition; the number of them is even.
  (func (export "permute") (param $table i32) (param $cells i32) (param $permutations i32) (param $units i32) (param $z i32)
    (local $unit i32) (local $stride i32) (local $row i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $stride (i32.shl (local.get $units) (i32.const 2)))
    (loop $pair
      (local.set $a (v128.const i64x2 0 0)) (local.set $b (v128.const i64x2 0 0))
      (local.set $c (v128.const i64x2 0 0)) (local.set $d (v128.const i64x2 0 0))
      (local.set $e (v128.const i64x2 0 0)) (local.set $f (v128.const i64x2 0 0))
      (local.set $g (v128.const i64x2 0 0)) (local.set $h (v128.const i64x2 0 0))
      (local.set $unit (local.get $units))
      (loop $each
        (local.set $row (i32.add (local.get $table) (i32.shl (i32.load (local.get $cells)) (i32.const 6))))
        (local.set $a (f64x2.add (local.get $a) (v128.load (local.get $row))))
        (local.set $b (f64x2.add (local.get $b) (v128.load offset=16 (local.get $row))))
        (local.set $c (f64x2.add (local.get $c) (v128.load offset=32 (local.get $row))))
        (local.set $d (f64x2.add (local.get $d) (v128.load offset=48 (local.get $row))))
        (local.set $row (i32.add (local.get $table)
          (i32.shl (i32.load (i32.add (local.get $cells) (local.get $stride))) (i32.const 6))))
        (local.set $e (f64x2.add (local.get $e) (v128.load (local.get $row))))
        (local.set $f (f64x2.add (local.get $f) (v128.load offset=16 (local.get $row))))
        (local.set $g (f64x2.add (local.get $g) (v128.load offset=32 (local.get $row))))
        (local.set $h (f64x2.add (local.get $h) (v128.load offset=48 (local.get $row))))
        (local.set $cells (i32.add (local.get $cells) (i32.const 4)))
        (br_if $each (local.tee $unit (i32.sub (local.get $unit) (i32.const 1)))))
      (call $put (local.get $z) (local.get $a) (local.get $b) (local.get $c) (local.get $d))
      (call $put (i32.add (local.get $z) (i32.const 64)) (local.get $e) (local.get $f) (local.get $g) (local.get $h))
      (local.set $z (i32.add (local.get $z) (i32.const 128)))
      (local.set $cells (i32.add (local.get $cells) (local.get $stride)))
      (br_if $pair (local.tee $permutations (i32.sub (local.get $permutations) (i32.const 2))))))

  ;; Of one neuron, whose z stands in 64 bytes a permutation: keeps each permutation's largest |z| in `maxima` [permutations] float64
  ;; and counts |z| in `histogram` [last + 1] float64, so many bins a unit.
  (func (export "tally") (param $z i32) (param $permutations i32) (param $maxima i32) (param $histogram i32) (param $bins f64) (param $last f64)
    (local $size f64) (local $bin i32)
    (loop $each
      (local.set $size (f64.abs (f64.load (local.get $z))))
      (if (f64.gt (local.get $size) (f64.load (local.get $maxima)))
        (then (f64.store (local.get $maxima) (local.get $size))))
      (local.set $bin (i32.add (local.get $histogram) (i32.shl
        (i32.trunc_f64_u (f64.min (f64.mul (local.get $size) (local.get $bins)) (local.get $last))) (i32.const 3))))
      (f64.store (local.get $bin) (f64.add (f64.load (local.get $bin)) (f64.const 1)))
      (local.set $z (i32.add (local.get $z) (i32.const 64)))
      (local.set $maxima (i32.add (local.get $maxima) (i32.const 8)))
      (br_if $each (local.tee $permutations (i32.sub (local.get $permutations) (i32.const 1))))))

  ;; Adds to each of eight sums [8] float64 the products of its scores [tokens][8] with `factors`, up to `end` [tokens] float64.
  (func (export "multiply") (param $values i32) (param $factors i32) (param $end i32) (param $sums i32)
    (local $w v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $a (v128.load (local.get $sums)))
    (local.set $b (v128.load offset=16 (local.get $sums)))
    (local.set $c (v128.load offset=32 (local.get $sums)))
    (local.set $d (v128.load offset=48 (local.get $sums)))
    (loop $each
      (local.set $w (v128.load64_splat (local.get $factors)))
      (local.set $a (f64x2.add (local.get $a) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $values))) (local.get $w))))
      (local.set $b (f64x2.add (local.get $b) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $values))) (local.get $w))))
      (local.set $c (f64x2.add (local.get $c) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $values))) (local.get $w))))
      (local.set $d (f64x2.add (local.get $d) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $values))) (local.get $w))))
      (local.set $values (i32.add (local.get $values) (i32.const 32)))
      (br_if $each (i32.lt_u (local.tee $factors (i32.add (local.get $factors) (i32.const 8))) (local.get $end))))
    (v128.store (local.get $sums) (local.get $a))
    (v128.store offset=16 (local.get $sums) (local.get $b))
    (v128.store offset=32 (local.get $sums) (local.get $c))
    (v128.store offset=48 (local.get $sums) (local.get $d)))

  ;; Adds to each of `sums`, up to `end` [tokens] float64, its eight weighted scores, one after the other; of two tokens at a time.
  (func (export "weigh") (param $values i32) (param $sums i32) (param $end i32) (param $weights i32)
    (local $s v128) (local $p v128) (local $q v128) (local $wa v128) (local $wb v128) (local $wc v128) (local $wd v128)
    (local.set $wa (v128.load (local.get $weights)))
    (local.set $wb (v128.load offset=16 (local.get $weights)))
    (local.set $wc (v128.load offset=32 (local.get $weights)))
    (local.set $wd (v128.load offset=48 (local.get $weights)))
    (loop $each
      (local.set $s (v128.load (local.get $sums)))
      (local.set $p (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $values))) (local.get $wa)))
      (local.set $q (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=32 (local.get $values))) (local.get $wa)))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $p) (local.get $q))))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $p) (local.get $q))))
      (local.set $p (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $values))) (local.get $wb)))
      (local.set $q (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=40 (local.get $values))) (local.get $wb)))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $p) (local.get $q))))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $p) (local.get $q))))
      (local.set $p (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $values))) (local.get $wc)))
      (local.set $q (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=48 (local.get $values))) (local.get $wc)))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $p) (local.get $q))))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $p) (local.get $q))))
      (local.set $p (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $values))) (local.get $wd)))
      (local.set $q (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=56 (local.get $values))) (local.get $wd)))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $p) (local.get $q))))
      (local.set $s (f64x2.add (local.get $s) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $p) (local.get $q))))
      (v128.store (local.get $sums) (local.get $s))
      (local.set $values (i32.add (local.get $values) (i32.const 64)))
      (br_if $each (i32.lt_u (local.tee $sums (i32.add (local.get $sums) (i32.const 16))) (local.get $end)))))
)
