error-division-too-early = the division with { $name } holds from { $day } on and differs from this one; choose a later first day with --from
