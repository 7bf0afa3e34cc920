#!/usr/bin/env bash
# Prints what an echo and a delivery cost, with every feature off, beside another commit: the bytes they allocate, and the instructions of user mode that they take.
#   bench/path-cost.sh [COMMIT]      by default the last one before the whole Socket.IO surface came
# Instructions are counted by perf where the machine lets it, and otherwise by valgrind's cachegrind, which runs the program in a machine of its own.
# All code is compiled once, fully, on its first call, so that a run does the same as the one before; profiles play no part then.
# Valgrind puts code below 4 GB by default, where the compiler of .NET 10 fails on most methods and compiles them again without optimizing: hence the
# least address, and a look at what was compiled.
# Ends with 1 where a figure is more than 2 % above the other commit's.
set -euo pipefail
cd "$(dirname "$0")/.."
commit="${1:-4025945}"
before="$PWD/artifacts/path-cost/$commit"
export DOTNET_TieredCompilation=0 DOTNET_gcServer=0 DOTNET_gcConcurrent=0 DOTNET_GCgen0size=0x10000000 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

rm -rf "$before"
mkdir -p "$before"
git archive "$commit" | tar -x -C "$before"
rm -rf "$before/bench/Sockeye.PathCost"
cp -r bench/Sockeye.PathCost "$before/bench/" # the same program, on the other commit's libraries
for tree in "$before" "$PWD"; do
  (cd "$tree" && dotnet build bench/Sockeye.PathCost -c Release -v quiet -p:SkipSockeyeClientFiles=true -nologo 1>&2)
done

counter=valgrind
if perf stat -e instructions:u true 2>&1 | grep -q 'instructions' && ! perf stat -e instructions:u true 2>&1 | grep -q 'not supported'; then counter=perf; fi
command -v "$counter" > /dev/null || { echo "Neither perf's counters nor valgrind can be used here: install valgrind." >&2; exit 2; }

machine=(--aspace-minaddr=0x180000000 --smc-check=all-non-file)
if [ "$counter" = valgrind ]; then
  compiled="$before/compiled.txt"
  DOTNET_JitStdOutFile="$compiled" DOTNET_JitDisasmSummary=1 valgrind --tool=none "${machine[@]}" \
    dotnet artifacts/bin/Sockeye.PathCost/release/Sockeye.PathCost.dll echo 1 > "$before/valgrind.txt" 2>&1 \
    || { cat "$before/valgrind.txt" >&2; exit 2; }
  ! grep 'Sockeye.*MinOpts' "$compiled" >&2 || { echo "Not all code is optimized under valgrind: what it counts would be of another program." >&2; exit 2; }
fi

# instructions <program> <path> <operations>: of the whole process.
instructions() {
  if [ "$counter" = perf ]; then
    perf stat -x, -e instructions:u dotnet "$@" 2>&1 > /dev/null | cut -d, -f1
  else
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "${machine[@]}" dotnet "$@" 2>&1 > /dev/null \
      | sed -n 's/.*I *refs: *//p' | tr -d ,
  fi
}

# cost <tree> <path> <fewest> <more>: bytes and instructions of one operation. What a run costs beside its operations is in both of two lengths, and goes
# out; what else the runtime does meanwhile does not, so that the difference must be billions of instructions. Of two runs of a length the lesser counts.
cost() {
  local program="$1/artifacts/bin/Sockeye.PathCost/release/Sockeye.PathCost.dll" bytes length count least=()
  bytes=$(dotnet "$program" "$2" 200000 | cut -d' ' -f2)
  for length in "$3" $(($3 + $4)); do
    count=$(printf '%s\n' "$(instructions "$program" "$2" "$length")" "$(instructions "$program" "$2" "$length")" | sort -n | head -1)
    least+=("$count")
  done
  echo "$bytes $(((least[1] - least[0]) / $4))"
}

outcome=0
echo "| one | bytes before ($commit) | bytes now | instructions before | now | more |"
echo "|---|--:|--:|--:|--:|--:|"
for path in echo delivery; do
  [ "$path" = echo ] && more=100000 || more=800000
  read -r bytes_before instructions_before <<< "$(cost "$before" "$path" 4000 "$more")"
  read -r bytes_now instructions_now <<< "$(cost "$PWD" "$path" 4000 "$more")"
  awk -v OFS=' | ' -v path="$path" -v bb="$bytes_before" -v bn="$bytes_now" -v ib="$instructions_before" -v inow="$instructions_now" 'BEGIN {
    more = (inow / ib - 1) * 100
    printf "| %s | %s | %s | %d | %d | %+.1f %% |\n", path, bb, bn, ib, inow, more
    exit (more > 2 || bn > bb * 1.02)
  }' || outcome=1
done
echo "Instructions counted by $counter."
exit "$outcome"
