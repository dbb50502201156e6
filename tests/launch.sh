#!/usr/bin/env bash
# Tries the ways people start, share, break and stop the portal, for real, and prints each case.
# As root: once as an ordinary account, once as root. As an ordinary account: as that account only.
# Leaves nothing behind; exits 1 if any case failed.
set -u
cd "$(dirname "$0")/.." || exit 1
unset DATABASE_URL PORTAL_ENV PORT SECRET_KEY ALLOWED_HOSTS UPLOADS_DIR PYTHONDONTWRITEBYTECODE
unset MAKEFLAGS MAKELEVEL PYTHON

WORK=$(mktemp -d /tmp/portal-launch.XXXXXX)
chmod 755 "$WORK"
FAILURES=0
CHECKOUTS=()
READY='Cổng thông tin đã sẵn sàng'

# --- small tools --------------------------------------------------------------------------------------

# Prints the processes whose working directory is in the checkout or whose command line names a file of it;
# with "server" as second argument only its PostgreSQL servers.
processes_of() {
    python3 - "$1" "${2:-all}" <<'PYTHON'
import os, sys
from pathlib import Path
folder, kind = Path(sys.argv[1]).resolve(), sys.argv[2]
places = [str(folder), str((folder / "var" / "embedded").resolve())]
for process in Path("/proc").glob("[0-9]*"):
    try:
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        where = os.readlink(process / "cwd")
    except OSError:
        continue
    if kind == "server":
        found = words[0].endswith("/postgres") and f"{places[1]}/data" in words
    else:
        found = any(name.startswith(f"{place}/") for name in (f"{where}/", *words) for place in places)
    if found and int(process.name) != os.getpid():
        print(process.name)
PYTHON
}

# Runs a command of the checkout under a terminal, in the background. Its output goes to NAME.out, its exit
# code to NAME.exit. SIGUSR1 to the process in NAME.pid presses Ctrl-C.
in_terminal() {
    local name=$1 folder=$2
    shift 2
    rm -f "$WORK/$name".*
    : >"$WORK/$name.out"
    "${AS[@]}" python3 - "$folder" "$@" >"$WORK/$name.out" 2>"$WORK/$name.exit.new" <<'PYTHON' &
import os, pty, signal, sys
folder, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(folder)
    os.execvp(command[0], command)
signal.signal(signal.SIGUSR1, lambda number, frame: os.write(terminal, b"\x03"))
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        data = b""
    if not data:
        break
    os.write(1, data)
sys.stderr.write(f"exit {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
PYTHON
    echo $! >"$WORK/$name.pid"
}

exit_code() { sed -n 's/^exit //p' "$WORK/$1.exit.new"; }

until_true() {
    local seconds=$1
    shift
    local end=$((SECONDS + seconds))
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

says() { grep -qF -- "$2" "$WORK/$1.out"; }
ended() { [ -n "$(exit_code "$1")" ]; }
ready_or_ended() { says "$1" "$READY" || ended "$1"; }
is_gone() { [ -z "$(processes_of "$1")" ]; }
servers() { processes_of "$1" server | wc -l; }

starts() { # NAME CHECKOUT PORT
    in_terminal "$1" "$2" make run "PORT=$3"
    until_true 180 ready_or_ended "$1"
    says "$1" "$READY"
    answers "$3"
}

stops() { # NAME: Ctrl-C, exit code 0
    kill -USR1 "$(cat "$WORK/$1.pid")"
    until_true 20 ended "$1"
    [ "$(exit_code "$1")" = 0 ]
}

answers() {
    python3 - "$1" <<'PYTHON'
import sys, urllib.request
with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/", timeout=20) as page:
    assert page.status == 200 and "<html" in page.read().decode(), page.status
PYTHON
}

refuses() { # WORDS COMMAND…: not zero, in these words, without a traceback
    local words=$1 code=0
    shift
    "${AS[@]}" "$@" >"$WORK/refusal.out" 2>&1 </dev/null || code=$?
    cat "$WORK/refusal.out"
    [ $code -ne 0 ]
    grep -qF -- "$words" "$WORK/refusal.out"
    if grep -q Traceback "$WORK/refusal.out"; then return 1; fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
python_of() { echo "$1/.venv/bin/python"; }
django() { # CHECKOUT CODE
    "${AS[@]}" "$(python_of "$1")" "$1/manage.py" shell --no-imports -c "$2"
}

copy_of_source() {
    mkdir -p "$1"
    git ls-files -z --cached --others --exclude-standard |
        tar --null --files-from=- --ignore-failed-read --create --file=- 2>/dev/null | tar --extract --directory="$1"
    CHECKOUTS+=("$1")
}

try() { # DESCRIPTION FUNCTION…
    local description=$1 began code=0
    shift
    began=$(date +%s%N)
    (
        set -e
        "$@"
    ) >"$WORK/case.log" 2>&1
    code=$?
    local took=$((($(date +%s%N) - began) / 100000000))
    if [ $code -eq 0 ]; then
        printf 'ok     %5s.%s s  %s: %s\n' $((took / 10)) $((took % 10)) "$WHO" "$description"
        return
    fi
    FAILURES=$((FAILURES + 1))
    printf 'FAILED %5s.%s s  %s: %s\n' $((took / 10)) $((took % 10)) "$WHO" "$description"
    tail -n 15 "$WORK/case.log" "$WORK"/*.out | sed 's/^/    /'
}

clean_up() {
    local checkout pid
    for checkout in "${CHECKOUTS[@]}"; do
        for pid in $(processes_of "$checkout"); do kill -9 "$pid" 2>/dev/null; done
        rm -rf "$(socket_folder "$checkout")"
        if [ -L "$checkout/var/embedded" ]; then rm -rf "$(readlink "$checkout/var/embedded")"; fi
    done
    chmod -R u+rwX "$WORK" 2>/dev/null
    rm -rf "$WORK" "${ROOT_CHECKOUT:-}"
}
socket_folder() { echo "/tmp/portal-$(printf %s "$(readlink -f "$1")" | sha256sum | cut -c1-12)"; }
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- cases --------------------------------------------------------------------------------------------

first_run() {
    starts one "$HERE" "$PORT_ONE"
    says one "http://127.0.0.1:$PORT_ONE/"
    says one 'Tài khoản dùng thử'
    says one 'Ctrl-C'
    [ "$(servers "$HERE")" = 1 ]
}

ctrl_c() {
    stops one
    until_true 5 is_gone "$HERE"
}

second_run_keeps_data() {
    django "$HERE" 'from django.contrib.auth.models import Group; Group.objects.create(name="launch")'
    until_true 5 is_gone "$HERE" # the command stopped the server it had started
    starts one "$HERE" "$PORT_ONE"
    is_kept
}

is_kept() { django "$HERE" 'from django.contrib.auth.models import Group; Group.objects.get(name="launch")'; }

command_beside_a_run() {
    is_kept
    answers "$PORT_ONE" # the command did not take the server away
}

port_taken() {
    refuses "make run PORT=$((PORT_ONE + 1))" make -C "$HERE" run "PORT=$PORT_ONE"
}

two_copies() {
    "${AS[@]}" ln -sfn "$HERE" "$WORK/link"
    starts two "$WORK/link" "$PORT_TWO"
    [ "$(servers "$HERE")" = 1 ]
    stops one
    answers "$PORT_TWO"
    [ "$(servers "$HERE")" = 1 ]
    stops two
    until_true 5 is_gone "$HERE"
}

another_checkout() {
    starts one "$HERE" "$PORT_ONE"
    starts other "$OTHER" "$PORT_TWO"
    [ "$(servers "$HERE")" = 1 ]
    [ "$(servers "$OTHER")" = 1 ]
    stops one
    answers "$PORT_TWO"
    stops other
    until_true 5 is_gone "$OTHER"
}

kill_everything() {
    starts one "$HERE" "$PORT_ONE"
    kill -9 $(processes_of "$HERE")
    until_true 5 is_gone "$HERE"
    starts one "$HERE" "$PORT_ONE"
    is_kept
    stops one
    until_true 5 is_gone "$HERE"
}

kill_all_but_the_server() {
    starts one "$HERE" "$PORT_ONE"
    local server
    server=$(processes_of "$HERE" server)
    kill -9 $(processes_of "$HERE" | grep -vxF "$server")
    until_true 5 ended one
    starts one "$HERE" "$PORT_ONE"
    [ "$(processes_of "$HERE" server)" = "$server" ]
    stops one
    until_true 5 is_gone "$HERE"
}

kill_make_only() {
    starts one "$HERE" "$PORT_ONE"
    kill -9 "$(named make)"
    until_true 20 is_gone "$HERE"
}

kill_launcher_only() {
    starts one "$HERE" "$PORT_ONE"
    kill -9 "$(named portal.launch)"
    until_true 20 is_gone "$HERE" # the worker was the last to leave
    starts one "$HERE" "$PORT_ONE" # on the same port: nobody holds it any more
    stops one
    until_true 5 is_gone "$HERE"
}

# Prints the processes of the checkout whose command line has one of the words.
named() {
    local pid word
    for pid in $(processes_of "$HERE"); do
        for word in "$@"; do
            if tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF "$word"; then echo "$pid"; fi
        done
    done
}

sigterm() {
    starts one "$HERE" "$PORT_ONE"
    kill -TERM "$(named make)"
    until_true 20 is_gone "$HERE"
}

stale_pid_file() {
    local data="$HERE/var/embedded/data" owner
    owner=$(stat -c %u "$data")
    if [ "$(id -u)" = 0 ]; then setpriv --reuid="$owner" --clear-groups sleep 120 & else sleep 120 & fi
    local bystander=$!
    printf '%s\n%s\n1\n5432\n\n\n1 1\nready\n' "$bystander" "$data" >"$data/postmaster.pid"
    starts one "$HERE" "$PORT_ONE"
    is_kept
    stops one
    kill -0 "$bystander"
    kill "$bystander"
}

data_folder_locked() {
    chmod 000 "$HERE/var/embedded/data"
    refuses 'không được đọc hoặc ghi' make -C "$HERE" run "PORT=$PORT_ONE"
    refuses 'không được đọc hoặc ghi' "$(python_of "$HERE")" "$HERE/manage.py" migrate
    chmod 700 "$HERE/var/embedded/data"
    is_kept
}

database_down() {
    refuses 'Không kết nối được cơ sở dữ liệu' \
        env DATABASE_URL=postgres://portal@127.0.0.1:1/portal make -C "$HERE" run "PORT=$PORT_ONE"
    refuses 'Không kết nối được cơ sở dữ liệu' \
        env DATABASE_URL=postgres://portal@127.0.0.1:1/portal "$(python_of "$HERE")" "$HERE/manage.py" migrate
    is_gone "$HERE"
}

serve_without_settings() {
    refuses SECRET_KEY make -C "$HERE" serve "PORT=$PORT_ONE"
    is_gone "$HERE"
}

index_silent() {
    "${AS[@]}" mkdir -p "$WORK/no index"
    "${AS[@]}" cp -r "$HERE/Makefile" "$HERE/portal" "$HERE/requirements" "$WORK/no index"
    refuses 'kho gói Python không trả lời' env PIP_CONFIG_FILE=/dev/null PIP_RETRIES=0 PIP_NO_CACHE_DIR=1 \
        PIP_INDEX_URL=http://127.0.0.1:1/simple make -C "$WORK/no index" install
}

python_too_old() {
    refuses 'Cần Python 3.11' make -C "$HERE" install PYTHON=false
}

rights_dropped() {
    local pid
    pid=$(processes_of "$HERE" server)
    [ "$(stat -c %u "/proc/$pid")" != 0 ]
    [ "$(stat -c %a "$ROOT_CHECKOUT")" = 700 ]
}

# --- legs ---------------------------------------------------------------------------------------------

ordinary_leg() {
    HERE=$LONG
    try 'first run from a bare copy, in a path with spaces and over 100 characters' first_run
    try 'Ctrl-C stops all it started, exit code 0' ctrl_c
    try 'second run, data kept' second_run_keeps_data
    try 'a command beside a run' command_beside_a_run
    try 'port taken: says so and what to do' port_taken
    try 'second copy through a link, one server, stopped by the last to leave' two_copies
    "${AS[@]}" cp -a "$HERE/.venv" "$OTHER/.venv" # its own installation was tried above
    try 'another checkout has its own server' another_checkout
    try 'kill -9 of everything, data kept' kill_everything
    try 'kill -9 of all but the server, which is adopted' kill_all_but_the_server
    try 'kill -9 of make alone stops the rest' kill_make_only
    try 'kill -9 of the launcher alone frees the port' kill_launcher_only
    try 'SIGTERM stops all' sigterm
    try 'stale pid file whose number is another process now' stale_pid_file
    try 'data folder locked' data_folder_locked
    try 'DATABASE_URL of a database that is down' database_down
    try 'serve refuses without its settings' serve_without_settings
    try 'package index does not answer' index_silent
    try 'Python too old' python_too_old
}

root_leg() {
    HERE="$ROOT_CHECKOUT/cổng thông tin"
    try 'first run in a folder only root can reach' first_run
    try 'the server runs without rights, the folder stays closed' rights_dropped
    try 'Ctrl-C stops all it started, exit code 0' ctrl_c
    try 'second run, data kept' second_run_keeps_data
    try 'second copy through a link, one server, stopped by the last to leave' two_copies
    try 'kill -9 of everything, data kept' kill_everything
    try 'stale pid file whose number is another process now' stale_pid_file
}

PORT_ONE=$(free_port)
PORT_TWO=$(free_port)
LONG="$WORK/một bản sao ở đường dẫn có dấu cách và dài hơn một trăm ký tự để chắc chắn không chỗ nào cắt mất/portal"
OTHER="$WORK/another checkout"
mkdir "$WORK/home"
copy_of_source "$LONG"
copy_of_source "$OTHER"

if [ "$(id -u)" != 0 ]; then
    WHO=$(id -un) AS=()
    ordinary_leg
else
    WHO=nobody
    CACHE=/var/tmp/portal-launch-pip # kept, so that the next time downloads nothing
    install -d -o "$WHO" -m 700 "$CACHE"
    chown -R "$WHO:" "$WORK"
    # A home and a Python it can reach: root's may lie in /root.
    AS=(setpriv "--reuid=$WHO" "--regid=$(id -g "$WHO")" --clear-groups
        env "HOME=$WORK/home" PATH=/usr/local/bin:/usr/bin:/bin "PIP_CACHE_DIR=$CACHE")
    ordinary_leg
    WHO=root AS=()
    ROOT_CHECKOUT=$(mktemp -d /root/portal-launch.XXXXXX)
    copy_of_source "$ROOT_CHECKOUT/cổng thông tin"
    root_leg
fi

if [ $FAILURES -gt 0 ]; then
    echo "$FAILURES cases FAILED"
    exit 1
fi
echo 'all cases passed'
