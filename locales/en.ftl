# Every sentence that leaves the program, in English. Fluent syntax: https://projectfluent.org/fluent/guide/
# Keys and arguments are declared in the program; a test compares them with this file, both ways.

## How durations, lists and quantities are said

duration-s = { $seconds } s
duration-min-s = { $minutes } min { $seconds } s
duration-h-min = { $hours } h { $minutes } min

list-none = none
list-more = { $first }, { $rest }
list-last = { $rest } and { $last }

unit-count = { $n }
unit-fraction = { $n }
unit-metre = { $n } m
unit-metre-per-second = { $n } m/s
unit-person =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
unit-person-minute =
    { $n ->
        [one] { $n } person-minute
       *[other] { $n } person-minutes
    }
unit-person-per-second = { $n } persons/s
unit-second = { $n } s
